import type { ListedCall, TimelineEntry } from "@skale-calls/supabase-adapter";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { timelineKey } from "../data/queryKeys.ts";
import { formatMoment } from "../format/formatMoment.ts";
import { call as texts } from "../i18n/es/call.ts";
import type { Language } from "../i18n/i18n.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { useServices } from "../services.ts";
import { classes } from "../ui/classes.ts";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { Spinner } from "../ui/Spinner.tsx";

/** The events of a call, oldest first. */
export function CallTimeline({ call }: { call: ListedCall }) {
  const { t } = useTranslation("call");
  const { calls } = useServices();
  const language = useLanguage();
  const { data, isError, isPending, refetch } = useQuery({
    queryKey: timelineKey(call.id),
    queryFn: () => calls.fetchCallTimeline(call.id),
    retry: 1,
  });
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">{t("timeline")}</h3>
      {isPending && <Spinner />}
      {isError && <ErrorMessage onRetry={() => void refetch()}>{t("timelineFailed")}</ErrorMessage>}
      {data?.length === 0 && <p className="text-sm text-muted">{t("timelineEmpty")}</p>}
      {data &&
        data.length > 0 &&
        groupByDay(data, language).map(({ day, entries }) => (
          <section key={day} aria-label={day} className="flex flex-col gap-1.5">
            <h4 className="text-xs text-muted">{day}</h4>
            <ol className="ml-1 flex flex-col border-l-2 border-line">
              {entries.map((entry) => (
                <Entry key={`${entry.received_at} ${entry.kind}`} entry={entry} />
              ))}
            </ol>
          </section>
        ))}
    </section>
  );
}

const timeOf = ({ occurred_at, received_at }: TimelineEntry) => occurred_at ?? received_at;

interface DayOfTimeline {
  day: string;
  entries: TimelineEntry[];
}

/** Groups events by day, so that each day is shown once. Most calls have only one day. */
function groupByDay(timeline: readonly TimelineEntry[], language: Language): DayOfTimeline[] {
  const days: DayOfTimeline[] = [];
  for (const entry of timeline) {
    const day = formatMoment(timeOf(entry), "dayOfWeek", language);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

const isKnown = (kind: string): kind is keyof typeof texts.event =>
  Object.hasOwn(texts.event, kind);

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation("call");
  const language = useLanguage();
  const { kind, outcome } = entry;
  const time = timeOf(entry);
  const isMarked = outcome === "conflict" || outcome === "dead_letter";
  return (
    <li className="relative grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-2 pb-2.5 pl-4 text-sm last:pb-0">
      <span
        aria-hidden
        className="absolute top-1.5 -left-[5px] size-2 rounded-full bg-muted ring-2 ring-surface"
      />
      <time dateTime={time} className="text-xs leading-5 text-muted tabular-nums">
        {formatMoment(time, "timeWithSeconds", language)}
      </time>
      <span>{t(`event.${isKnown(kind) ? kind : "unknown"}`)}</span>
      {outcome !== "applied" && (
        <span className={classes("col-start-2 text-xs", isMarked ? "text-warn" : "text-muted")}>
          {t(`outcome.${outcome}`)}
        </span>
      )}
    </li>
  );
}
