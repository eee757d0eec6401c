import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage.ts";
import type { CallsOfDays } from "./countCalls.ts";
import { formatDays } from "./formatDays.ts";
import type { StatusLook } from "./statusLooks.ts";

interface CallsTableProps {
  rows: readonly CallsOfDays[];
  looks: readonly StatusLook[];
  label: string;
}

const cell = "px-3 py-1.5 text-right tabular-nums";

/** The chart's figures as a table. */
export function CallsTable({ rows, looks, label }: CallsTableProps) {
  const { t } = useTranslation(["overview", "call"]);
  const language = useLanguage();
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer rounded py-1 font-medium text-accent hover:text-accent-hover">
        {t("asTable")}
      </summary>
      {/* The table scrolls on a narrow screen. It can have the focus, so that keys can scroll it. */}
      <section
        aria-label={t("tableOf", { title: label })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable with the keyboard.
        tabIndex={0}
        className="mt-2 max-h-80 overflow-auto rounded-lg border border-line"
      >
        <table className="w-full border-collapse">
          <caption className="sr-only">{label}</caption>
          <thead className="sticky top-0 bg-canvas">
            <tr>
              <th scope="col" className="px-3 py-1.5 text-left font-medium">
                {t("day")}
              </th>
              <th scope="col" className={cell}>
                {t("calls")}
              </th>
              {looks.map(({ status }) => (
                <th key={status} scope="col" className={cell}>
                  {t(`call:status.${status}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.first} className="border-t border-line">
                <th scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
                  {formatDays(row, language)}
                </th>
                <td className={cell}>{row.calls.toLocaleString(language)}</td>
                {looks.map(({ status }) => (
                  <td key={status} className={cell}>
                    {row.byStatus[status].toLocaleString(language)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
