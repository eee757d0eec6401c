import type { CallStatus } from "@skale-calls/core";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage.ts";
import { formatShare } from "./formatShare.ts";
import { StatusSwatch } from "./StatusSwatch.tsx";
import type { StatusLook } from "./statusLooks.ts";

interface StatusTotalsProps {
  looks: readonly StatusLook[];
  byStatus: Readonly<Record<CallStatus, number>>;
  calls: number;
}

/** The chart's legend, with the number of calls of each status. */
export function StatusTotals({ looks, byStatus, calls }: StatusTotalsProps) {
  const { t } = useTranslation("call");
  const language = useLanguage();
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {looks.map((look) => (
        <li key={look.status} className="flex items-center gap-2">
          <StatusSwatch look={look} />
          <span>
            {t(`status.${look.status}`)}{" "}
            <strong className="font-semibold tabular-nums">
              {byStatus[look.status].toLocaleString(language)}
            </strong>{" "}
            <span className="text-muted tabular-nums">
              ({formatShare(byStatus[look.status] / calls, language)})
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
