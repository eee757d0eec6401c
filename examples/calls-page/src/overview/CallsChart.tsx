import { useTranslation } from "react-i18next";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useLanguage } from "../i18n/useLanguage.ts";
import type { CallsOfDays } from "./countCalls.ts";
import { DaysTooltip } from "./DaysTooltip.tsx";
import { formatTick } from "./formatDays.ts";
import { fillOf, type StatusLook } from "./statusLooks.ts";

interface CallsChartProps {
  bars: readonly CallsOfDays[];
  looks: readonly StatusLook[];
  /** The description for people who cannot see the chart. `CallsTable` contains the figures. */
  label: string;
}

const tick = { fill: "var(--muted)", fontSize: "0.75rem" };

export function CallsChart({ bars, looks, label }: CallsChartProps) {
  const { t } = useTranslation("call");
  const language = useLanguage();
  return (
    <div role="img" aria-label={label} className="h-64 overflow-x-clip">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...bars]}
          accessibilityLayer={false}
          barCategoryGap="18%"
          margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="first"
            tick={tick}
            tickLine={false}
            axisLine={{ stroke: "var(--field)" }}
            tickFormatter={(day: string) => formatTick(day, language)}
            minTickGap={12}
            tickMargin={6}
          />
          <YAxis
            allowDecimals={false}
            tick={tick}
            tickLine={false}
            axisLine={false}
            width="auto"
            tickFormatter={(count: number) => count.toLocaleString(language)}
          />
          <Tooltip
            cursor={{ fill: "var(--line)", opacity: 0.4 }}
            isAnimationActive={false}
            content={({ active, payload }) => (
              <DaysTooltip days={active ? payload[0]?.payload : undefined} looks={looks} />
            )}
          />
          {looks.map(({ status, color }) => (
            <Bar
              key={status}
              stackId="calls"
              name={t(`status.${status}`)}
              dataKey={({ byStatus }: CallsOfDays) => byStatus[status]}
              fill={fillOf(status)}
              stroke={color}
              // There is no animation, because the chart is drawn again whenever a call ends.
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
