import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage.ts";
import type { CallsOfDays } from "./countCalls.ts";
import { formatDays } from "./formatDays.ts";
import { StatusSwatch } from "./StatusSwatch.tsx";
import type { StatusLook } from "./statusLooks.ts";

interface DaysTooltipProps {
  days: CallsOfDays | undefined;
  looks: readonly StatusLook[];
}

/** The figures of the bar under the pointer. */
export function DaysTooltip({ days, looks }: DaysTooltipProps) {
  const { t } = useTranslation(["overview", "call"]);
  const language = useLanguage();
  if (!days) return null;
  return (
    <div className="rounded-lg border border-line bg-raised px-3 py-2 text-sm shadow-lg">
      <p className="font-medium">{formatDays(days, language)}</p>
      <p className="text-muted">{t("callsCount", { count: days.calls })}</p>
      <ul className="mt-1">
        {looks
          .filter(({ status }) => days.byStatus[status] > 0)
          .map((look) => (
            <li key={look.status} className="flex items-center gap-2">
              <StatusSwatch look={look} />
              <span className="flex-1">{t(`call:status.${look.status}`)}</span>
              <span className="tabular-nums">{days.byStatus[look.status]}</span>
            </li>
          ))}
      </ul>
    </div>
  );
}
