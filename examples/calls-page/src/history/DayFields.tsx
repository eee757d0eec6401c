import { getLocalTimeZone, today } from "@internationalized/date";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { DayField } from "./DayField.tsx";
import type { FilterProps } from "./HistoryFilters.tsx";
import { periods } from "./historySearch.ts";

/** The fields of the filter by days: the last days, or any range. */
export function DayFields({ search, onChange }: FilterProps) {
  const { t } = useTranslation("history");
  const now = today(getLocalTimeZone());
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex box with its legend in line */}
      <div role="group" aria-label={t("dates")} className="grid grid-cols-3 gap-2">
        {periods.map((days) => {
          const from = now.subtract({ days: days - 1 }).toString();
          const isChosen = search.from === from && search.to === undefined;
          return (
            <Button
              key={days}
              aria-pressed={isChosen}
              onPress={() => onChange({ from: isChosen ? undefined : from, to: undefined })}
              className="px-2! aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
            >
              {days === 1 ? t("today") : t("lastDays", { count: days })}
            </Button>
          );
        })}
      </div>
      <div className="grid grid-cols-2 gap-2">
        <DayField label={t("from")} value={search.from} onChange={(from) => onChange({ from })} />
        <DayField label={t("to")} value={search.to} onChange={(to) => onChange({ to })} />
      </div>
    </>
  );
}
