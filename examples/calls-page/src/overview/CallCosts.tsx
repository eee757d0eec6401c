import { Coins } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useBranches } from "../data/useBranches.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { SegmentedChoice } from "../ui/SegmentedChoice.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { CostExplanation } from "./CostExplanation.tsx";
import { CostsTable } from "./CostsTable.tsx";
import type { OverviewWindow } from "./findWindow.ts";
import { Panel } from "./Panel.tsx";
import { type CostGrouping, costGroups, useCallCosts } from "./useCallCosts.ts";

/** Calls, talk time and estimated costs of the period, by month, branch, agent or WhatsApp number. */
export function CallCosts({ window }: { window: OverviewWindow }) {
  const { t } = useTranslation("overview");
  const [by, setBy] = useState<CostGrouping>("month");
  const query = useCallCosts(window, by);
  const { data } = query;
  const hasBranches = useBranches().length > 1;
  const groups = costGroups.filter((value) => value !== "branch" || hasBranches);
  return (
    <Panel title={t("costs.title")} isBusy={query.isPlaceholderData}>
      {query.isPending && <Spinner />}
      {query.isError && (
        <ErrorMessage onRetry={() => void query.refetch()}>{t("costs.failed")}</ErrorMessage>
      )}
      {data?.total.calls === 0 && <EmptyState icon={Coins} title={t("costs.none")} />}
      {data && data.total.calls > 0 && (
        <>
          <SegmentedChoice
            label={t("costs.by")}
            options={groups.map((value) => ({ value, name: t(`costs.${value}`) }))}
            value={by}
            onChange={setBy}
          />
          <CostsTable costs={data} by={data.by} />
          <CostExplanation total={data.total} />
        </>
      )}
    </Panel>
  );
}
