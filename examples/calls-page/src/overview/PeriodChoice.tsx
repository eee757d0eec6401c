import { Label, Radio, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type Period, periods } from "./overviewSearch.ts";

interface PeriodChoiceProps {
  value: Period;
  onChange: (period: Period) => void;
}

export function PeriodChoice({ value, onChange }: PeriodChoiceProps) {
  const { t } = useTranslation("overview");
  return (
    <RadioGroup
      value={String(value)}
      onChange={(chosen) => {
        const period = periods.find((candidate) => String(candidate) === chosen);
        if (period) onChange(period);
      }}
      orientation="horizontal"
      className="flex items-center"
    >
      <Label className="sr-only">{t("period")}</Label>
      <div className="flex rounded-lg border border-field bg-surface p-0.5">
        {periods.map((period) => (
          <Radio
            key={period}
            value={String(period)}
            className="flex min-h-8 cursor-pointer items-center rounded-md px-3 text-sm font-medium text-muted hover:text-ink data-selected:bg-accent data-selected:text-accent-ink"
          >
            {t("days", { count: period })}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
