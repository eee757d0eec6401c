import { useTranslation } from "react-i18next";
import { Select } from "../ui/Select.tsx";
import type { FilterProps } from "./HistoryFilters.tsx";
import { directionChoices, statusChoices } from "./historySearch.ts";

interface FilterSelectProps extends FilterProps {
  isLabelInside?: boolean;
  className?: string;
}

const any = "any";

export function DirectionFilter({ search, onChange, ...props }: FilterSelectProps) {
  const { t } = useTranslation(["history", "call"]);
  return (
    <Select
      {...props}
      label={t("direction")}
      value={search.direction ?? any}
      options={[
        { value: any, name: t("anyDirection") },
        ...directionChoices.map((value) => ({
          value,
          name:
            value === "entrante" || value === "saliente"
              ? t(`call:direction.${value}`)
              : t(`enteredBy.${value}`),
        })),
      ]}
      onChange={(direction) => onChange({ direction: direction === any ? undefined : direction })}
    />
  );
}

export function StatusFilter({ search, onChange, ...props }: FilterSelectProps) {
  const { t } = useTranslation(["history", "call"]);
  return (
    <Select
      {...props}
      label={t("status")}
      value={search.status ?? any}
      options={[
        { value: any, name: t("anyStatus") },
        ...statusChoices.map((value) => ({
          value,
          name: value === "perdidas" ? t("missed") : t(`call:status.${value}`),
        })),
      ]}
      onChange={(status) => onChange({ status: status === any ? undefined : status })}
    />
  );
}
