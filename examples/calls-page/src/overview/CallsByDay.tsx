import { ChartColumn } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { CallsChart } from "./CallsChart.tsx";
import { CallsTable } from "./CallsTable.tsx";
import { countCalls } from "./countCalls.ts";
import { formatTick } from "./formatDays.ts";
import { Panel } from "./Panel.tsx";
import { StatusPatterns } from "./StatusPatterns.tsx";
import { StatusTotals } from "./StatusTotals.tsx";
import { statusLooks } from "./statusLooks.ts";
import type { useOverview } from "./useOverview.ts";

/** The number of calls of each day by status, as a chart and as a table. */
export function CallsByDay({ query }: { query: ReturnType<typeof useOverview> }) {
  const { t } = useTranslation("overview");
  const language = useLanguage();
  const { data } = query;
  const bars = countCalls(data?.days ?? []);
  const title = t(bars.length === (data?.days.length ?? 0) ? "byDay" : "byWeek");
  const looks = statusLooks.filter(({ status }) => (data?.byStatus[status] ?? 0) > 0);
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <Panel title={title} isBusy={query.isPlaceholderData}>
      {query.isPending && (
        <div role="status" className="h-72 rounded-lg bg-canvas motion-safe:animate-pulse">
          <span className="sr-only">{t("loading")}</span>
        </div>
      )}
      {data?.total.calls === 0 && (
        <EmptyState icon={ChartColumn} title={t("noCalls")}>
          <p className="text-sm">{t("noCallsMore")}</p>
        </EmptyState>
      )}
      {data && data.total.calls > 0 && first && last && (
        <>
          <StatusPatterns />
          <CallsChart
            bars={bars}
            looks={looks}
            label={t("chartLabel", {
              title,
              from: formatTick(first.first, language),
              to: formatTick(last.last, language),
            })}
          />
          <StatusTotals looks={looks} byStatus={data.byStatus} calls={data.total.calls} />
          <CallsTable rows={bars} looks={looks} label={title} />
        </>
      )}
    </Panel>
  );
}
