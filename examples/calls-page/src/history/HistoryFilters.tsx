import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { DateFilter } from "./DateFilter.tsx";
import { FilterPopover } from "./FilterPopover.tsx";
import { DirectionFilter, StatusFilter } from "./FilterSelects.tsx";
import { changeFilters, countFilters, type HistorySearch, noFilters } from "./historySearch.ts";
import { SearchScope } from "./SearchScope.tsx";

export interface FilterProps {
  search: HistorySearch;
  onChange: (change: Partial<HistorySearch>) => void;
}

interface HistoryFiltersProps {
  search: HistorySearch;
  onChange: (search: HistorySearch) => void;
  /** Other elements of the line. */
  children: React.ReactNode;
}

/**
 * The search and the filters in one line, so that the calls start near the top and do not move. On narrow screens, a button opens
 * the filters.
 */
export function HistoryFilters({ search, onChange, children }: HistoryFiltersProps) {
  const { t } = useTranslation("history");
  const change = (values: Partial<HistorySearch>) => onChange(changeFilters(search, values));
  const filters = { search, onChange: change };
  const isClear = countFilters(search) === 0;
  return (
    <search className="flex items-center gap-2" aria-label={t("filters")}>
      <SearchScope search={search} onChange={change} />
      <div className="hidden items-center gap-2 @min-[56rem]:flex">
        <DirectionFilter {...filters} isLabelInside className="w-44" />
        <StatusFilter {...filters} isLabelInside className="w-52" />
        <DateFilter {...filters} />
      </div>
      <div className="@min-[56rem]:hidden">
        <FilterPopover {...filters} />
      </div>
      <Button
        variant="bare"
        size="icon"
        aria-label={t("clearFilters")}
        // The space of this button is reserved, so that nothing moves when it appears.
        className={
          isClear ? "hidden! @min-[56rem]:invisible @min-[56rem]:inline-flex!" : "shrink-0"
        }
        onPress={() => onChange({ ...search, ...noFilters })}
      >
        <X aria-hidden className="size-4" />
      </Button>
      {children}
    </search>
  );
}
