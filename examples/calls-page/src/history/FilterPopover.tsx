import { ListFilter, X } from "lucide-react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { popoverClasses } from "../ui/classes.ts";
import { DayFields } from "./DayFields.tsx";
import { DirectionFilter, StatusFilter } from "./FilterSelects.tsx";
import type { FilterProps } from "./HistoryFilters.tsx";
import { countFilters, noFilters } from "./historySearch.ts";

/** A button that opens the filters and shows how many filters are active. */
export function FilterPopover({ search, onChange }: FilterProps) {
  const { t } = useTranslation("history");
  // The search text is not counted, because the search field is beside the button.
  const count = countFilters({ ...search, q: undefined, said: undefined });
  return (
    <DialogTrigger>
      <Button
        className="px-3!"
        aria-label={count > 0 ? t("filtersCount", { count }) : t("filters")}
      >
        <ListFilter aria-hidden className="size-4" />
        <span className="hidden @min-[30rem]:inline">{t("filters")}</span>
        {count > 0 && (
          <span className="grid size-5 place-items-center rounded-full bg-accent text-xs text-accent-ink">
            {count}
          </span>
        )}
      </Button>
      <Popover placement="bottom end" className={popoverClasses}>
        <Dialog aria-label={t("filters")} className="flex flex-col gap-3 outline-none">
          <div className="grid grid-cols-2 gap-2">
            <DirectionFilter search={search} onChange={onChange} />
            <StatusFilter search={search} onChange={onChange} />
          </div>
          <DayFields search={search} onChange={onChange} />
          <Button
            isDisabled={count === 0}
            onPress={() => onChange({ ...noFilters, q: search.q, said: search.said })}
          >
            <X aria-hidden className="size-4" />
            {t("clearFilters")}
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
