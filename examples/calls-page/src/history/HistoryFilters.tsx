import { getLocalTimeZone, today } from "@internationalized/date";
import { ListFilter, X } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { classes } from "../ui/classes.ts";
import { Select } from "../ui/Select.tsx";
import { DayField } from "./DayField.tsx";
import {
  changeFilters,
  countFilters,
  type HistorySearch,
  noFilters,
  statusChoices,
} from "./historySearch.ts";
import { SearchField } from "./SearchField.tsx";

interface HistoryFiltersProps {
  search: HistorySearch;
  onChange: (search: HistorySearch) => void;
}

const any = "any";
/** How many days up to today. */
const periods = [1, 7, 30] as const;

/** The filters; where there is little room, those beside the search fold away. */
export function HistoryFilters({ search, onChange }: HistoryFiltersProps) {
  const { t } = useTranslation(["history", "call"]);
  const [isOpen, setIsOpen] = useState(false);
  const panelId = useId();
  const count = countFilters(search);
  const change = (values: Partial<HistorySearch>) => onChange(changeFilters(search, values));
  const now = today(getLocalTimeZone());

  return (
    <search className="flex flex-col gap-3" aria-label={t("filters")}>
      <div className="flex items-end gap-2">
        <SearchField value={search.q} onChange={(q) => change({ q })} />
        <Button
          className="@3xl:hidden"
          aria-expanded={isOpen}
          aria-controls={panelId}
          onPress={() => setIsOpen(!isOpen)}
        >
          <ListFilter aria-hidden className="size-4" />
          {count > 0 ? t("filtersCount", { count }) : t("filters")}
        </Button>
      </div>
      <div
        id={panelId}
        className={classes(
          isOpen ? "grid" : "hidden",
          "grid-cols-2 items-end gap-3 @3xl:flex @3xl:flex-wrap",
        )}
      >
        <Select
          label={t("direction")}
          value={search.direction ?? any}
          options={[
            { value: any, name: t("anyDirection") },
            { value: "entrante", name: t("call:direction.entrante") },
            { value: "saliente", name: t("call:direction.saliente") },
          ]}
          onChange={(direction) => change({ direction: direction === any ? undefined : direction })}
          className="@3xl:w-36"
        />
        <Select
          label={t("status")}
          value={search.status ?? any}
          options={[
            { value: any, name: t("anyStatus") },
            ...statusChoices.map((value) => ({
              value,
              name: value === "perdidas" ? t("missed") : t(`call:status.${value}`),
            })),
          ]}
          onChange={(status) => change({ status: status === any ? undefined : status })}
          className="@3xl:w-44"
        />
        <DayField label={t("from")} value={search.from} onChange={(from) => change({ from })} />
        <DayField label={t("to")} value={search.to} onChange={(to) => change({ to })} />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex child with a legend in line */}
        <div role="group" aria-label={t("dates")} className="col-span-2 flex flex-wrap gap-2">
          {periods.map((days) => {
            const from = now.subtract({ days: days - 1 }).toString();
            const isChosen = search.from === from && search.to === undefined;
            return (
              <Button
                key={days}
                aria-pressed={isChosen}
                onPress={() => change({ from: isChosen ? undefined : from, to: undefined })}
                className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
              >
                {days === 1 ? t("today") : t("lastDays", { count: days })}
              </Button>
            );
          })}
          {count > 0 && (
            <Button variant="bare" onPress={() => onChange({ ...search, ...noFilters })}>
              <X aria-hidden className="size-4" />
              {t("clearFilters")}
            </Button>
          )}
        </div>
      </div>
    </search>
  );
}
