import type { CallCostTotals } from "@skale-calls/supabase-adapter";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useAgentNames } from "../data/useAgentNames.ts";
import { formatSum } from "../format/formatPrice.ts";
import { formatSpan } from "../format/formatSpan.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { useAccountTimeZone, useServices } from "../services.ts";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import type { OverviewWindow } from "./findWindow.ts";
import { Panel } from "./Panel.tsx";

const cell = "px-3 py-1.5 text-right align-top tabular-nums";

/** What the calls of the period cost, by agent, as far as the rate cards tell. */
export function CostsByAgent({ window: { from, to } }: { window: OverviewWindow }) {
  const { t } = useTranslation("overview");
  const { calls } = useServices();
  const timeZone = useAccountTimeZone();
  const names = useAgentNames();
  const { data, isError, isPlaceholderData, refetch } = useQuery({
    // The live updates of the overview read this query again, too.
    queryKey: ["overview", "costs", from, to, timeZone],
    queryFn: () => calls.fetchCallCosts({ from, to, timeZone, by: "agent" }),
    placeholderData: keepPreviousData,
  });
  if (data?.groups.length === 0) return null;
  return (
    <Panel title={t("costs")} isBusy={isPlaceholderData}>
      {isError && <ErrorMessage onRetry={() => void refetch()}>{t("costsFailed")}</ErrorMessage>}
      {data && (
        <section
          aria-label={t("tableOf", { title: t("costs") })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable with the keyboard.
          tabIndex={0}
          className="overflow-x-auto rounded-lg border border-line text-sm"
        >
          <table className="w-full border-collapse">
            <caption className="sr-only">{t("costs")}</caption>
            <thead className="bg-canvas">
              <tr>
                <th scope="col" className="px-3 py-1.5 text-left font-medium">
                  {t("costsAgent")}
                </th>
                {([t("calls"), t("costsTalk"), t("costsAmount")] as const).map((name) => (
                  <th key={name} scope="col" className={`${cell} font-medium`}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.groups.map(({ key, ...totals }) => (
                <CostRow
                  key={key}
                  name={(key !== null && names.get(key)) || t("costsNoAgent")}
                  totals={totals}
                />
              ))}
            </tbody>
            <tfoot className="font-medium">
              <CostRow name={t("costsTotal")} totals={data.total} />
            </tfoot>
          </table>
        </section>
      )}
      <p className="text-xs text-muted">{t("costsExplained")}</p>
    </Panel>
  );
}

function CostRow({ name, totals }: { name: string; totals: CallCostTotals }) {
  const { t } = useTranslation("overview");
  const language = useLanguage();
  const { calls, talkSeconds, costs, unpriced } = totals;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-3 py-1.5 text-left align-top font-normal">
        <bdi>{name}</bdi>
      </th>
      <td className={cell}>{calls.toLocaleString(language)}</td>
      <td className={cell}>{formatSpan(talkSeconds, language)}</td>
      <td className={cell}>
        {costs.map(({ currency, amount }) => (
          <div key={currency}>{formatSum(amount, currency, language)}</div>
        ))}
        {unpriced.calls > 0 && (
          <div className="text-xs text-muted">{t("costsUnpriced", { count: unpriced.calls })}</div>
        )}
      </td>
    </tr>
  );
}
