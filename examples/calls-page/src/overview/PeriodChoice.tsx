import { useTranslation } from "react-i18next";
import { SegmentedChoice } from "../ui/SegmentedChoice.tsx";
import { type Period, periods } from "./overviewSearch.ts";

interface PeriodChoiceProps {
  value: Period;
  onChange: (period: Period) => void;
}

export function PeriodChoice({ value, onChange }: PeriodChoiceProps) {
  const { t } = useTranslation("overview");
  const options = periods.map((period) => ({ value: period, name: t("days", { count: period }) }));
  return (
    <SegmentedChoice label={t("period")} options={options} value={value} onChange={onChange} />
  );
}
