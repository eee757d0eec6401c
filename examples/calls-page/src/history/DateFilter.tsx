import { ChevronDown } from "lucide-react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage.ts";
import { classes, popoverClasses } from "../ui/classes.ts";
import { inputClasses } from "../ui/TextField.tsx";
import { DayFields } from "./DayFields.tsx";
import { describeDays } from "./describeDays.ts";
import type { FilterProps } from "./HistoryFilters.tsx";

/** A button that opens the filter by days. The button shows the selected days. */
export function DateFilter({ search, onChange }: FilterProps) {
  const { t } = useTranslation("history");
  const language = useLanguage();
  return (
    <DialogTrigger>
      <Button
        className={classes(
          inputClasses,
          "inline-flex min-h-10 w-48! cursor-pointer items-center gap-2 text-sm",
        )}
      >
        <span className="text-muted">{t("dates")}</span>
        <span className="min-w-0 flex-1 truncate text-left">
          {describeDays(search, t, language) ?? t("anyDates")}
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </Button>
      <Popover placement="bottom end" className={popoverClasses}>
        <Dialog aria-label={t("dates")} className="flex flex-col gap-3 outline-none">
          <DayFields search={search} onChange={onChange} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
