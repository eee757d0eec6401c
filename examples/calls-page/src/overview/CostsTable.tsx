import type { CallCosts, CallCostTotals } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { formatMoney } from "../format/formatMoney.ts";
import { formatSpan } from "../format/formatSpan.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import type { CostGrouping } from "./useCallCosts.ts";
import { useCostNames } from "./useCostNames.ts";

interface CostsTableProps {
  costs: CallCosts;
  /** How `costs` are grouped. */
  by: CostGrouping;
}

const cell = "px-2 py-1.5 align-top @3xl:px-3";
const figure = `${cell} text-right tabular-nums`;
const name = `${cell} text-left`;

/** The groups with their calls, talk time and costs, and the total. */
export function CostsTable({ costs: { groups, total }, by }: CostsTableProps) {
  const { t } = useTranslation("overview");
  const language = useLanguage();
  const nameOf = useCostNames();
  const figures = ({ calls, talkSeconds, ...costs }: CallCostTotals) => (
    <>
      <td className={figure}>{calls.toLocaleString(language)}</td>
      <td className={figure}>{formatSpan(talkSeconds, language)}</td>
      <td className={figure}>
        <Costs {...costs} />
      </td>
    </>
  );
  return (
    // The table scrolls on a narrow screen. It can have the focus, so that keys can scroll it.
    <section
      aria-label={t("tableOf", { title: t("costs.title") })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable with the keyboard.
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-lg border border-line text-sm"
    >
      <table className="w-full border-collapse">
        <caption className="sr-only">{t("costs.title")}</caption>
        <thead className="sticky top-0 bg-canvas">
          <tr>
            <th scope="col" className={name}>
              {t(`costs.${by}`)}
            </th>
            <th scope="col" className={figure}>
              {t("calls")}
            </th>
            <th scope="col" className={figure}>
              {t("costs.talked")}
            </th>
            <th scope="col" className={figure}>
              {t("costs.cost")}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ key, ...group }) => (
            <tr key={key} className="border-t border-line">
              <th scope="row" className={`${name} font-normal`}>
                {nameOf(by, key)}
              </th>
              {figures(group)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t border-line font-semibold">
            <th scope="row" className={name}>
              {t("costs.total")}
            </th>
            {figures(total)}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** One line per currency, and the talk time of the calls without a rate. */
function Costs({ costs, unpriced }: Pick<CallCostTotals, "costs" | "unpriced">) {
  const { t } = useTranslation("overview");
  const language = useLanguage();
  return (
    <span className="flex flex-col">
      {costs.map(({ currency, amount }) => (
        <span key={currency} className="whitespace-nowrap">
          {formatMoney(amount, currency, language)}
        </span>
      ))}
      {unpriced.calls > 0 && (
        <span className="font-normal text-muted">
          {t("costs.unpriced", { time: formatSpan(unpriced.talkSeconds, language) })}
        </span>
      )}
      {costs.length === 0 && unpriced.calls === 0 && <span>{t("costs.free")}</span>}
    </span>
  );
}
