import { getLocalTimeZone } from "@internationalized/date";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { BusinessHours } from "../hours/BusinessHours.tsx";
import { AvailabilityBanner } from "../phone/AvailabilityBanner.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { CallCosts } from "./CallCosts.tsx";
import { CallsByDay } from "./CallsByDay.tsx";
import { CallsToReturn } from "./CallsToReturn.tsx";
import { findWindow } from "./findWindow.ts";
import { KeyFigures } from "./KeyFigures.tsx";
import { defaultPeriod } from "./overviewSearch.ts";
import { PeriodChoice } from "./PeriodChoice.tsx";
import { useCallsToReturn } from "./useCallsToReturn.ts";
import { useOverview } from "./useOverview.ts";

export function OverviewPage() {
  const { t } = useTranslation("overview");
  const { period = defaultPeriod } = useSearch({ from: "/overview" });
  const navigate = useNavigate({ from: "/overview" });
  const window = findWindow(period, getLocalTimeZone());
  const overview = useOverview(window);
  const toReturn = useCallsToReturn(window.from);
  return (
    <div className="@container flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold">{t("title")}</h1>
        <PeriodChoice
          value={period}
          onChange={(chosen) =>
            void navigate({
              search: (search) => ({
                ...search,
                period: chosen === defaultPeriod ? undefined : chosen,
              }),
              replace: true,
            })
          }
        />
      </div>
      <AvailabilityBanner kind="warnings" />
      {overview.isError && (
        <ErrorMessage onRetry={() => void overview.refetch()}>{t("failed")}</ErrorMessage>
      )}
      <KeyFigures overview={overview.data} toReturn={toReturn.data?.length} />
      <div className="grid items-start gap-4 @3xl:grid-cols-[2fr_3fr]">
        <CallsToReturn query={toReturn} />
        <CallsByDay query={overview} />
      </div>
      <CallCosts window={window} />
      <BusinessHours />
    </div>
  );
}
