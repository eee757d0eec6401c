import type { CallEventKind } from "@skale-calls/core";
import type { ListedCall, TimelineEntry } from "@skale-calls/supabase-adapter";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { timelineKey } from "../data/queryKeys.ts";
import { formatMoment } from "../format/formatMoment.ts";
import { call as texts } from "../i18n/es/call.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { useServices } from "../services.ts";
import { ErrorMessage } from "../ui/ErrorMessage.tsx";
import { Spinner } from "../ui/Spinner.tsx";

/** What happened to a call, the oldest first. */
export function CallTimeline({ call }: { call: ListedCall }) {
  const { t } = useTranslation("call");
  const { calls } = useServices();
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
      {data && data.length > 0 && (
        <ol className="ml-1 flex flex-col border-l-2 border-line">
          {data.map((entry) => (
            <Entry key={`${entry.received_at} ${entry.kind}`} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

const isKnown = (kind: string): kind is CallEventKind => Object.hasOwn(texts.event, kind);

function Entry({ entry: { kind, occurred_at, received_at, outcome } }: { entry: TimelineEntry }) {
  const { t } = useTranslation("call");
  const language = useLanguage();
  const time = occurred_at ?? received_at;
  const isMarked = outcome === "conflict" || outcome === "dead_letter";
  return (
    <li className="relative flex flex-col pb-3 pl-4 text-sm last:pb-0">
      <span
        aria-hidden
        className="absolute top-1.5 -left-[5px] size-2 rounded-full bg-muted ring-2 ring-surface"
      />
      <time dateTime={time} className="text-xs text-muted tabular-nums">
        {formatMoment(time, "whole", language)}
      </time>
      <span>{t(`event.${isKnown(kind) ? kind : "unknown"}`)}</span>
      {outcome !== "applied" && (
        <span className={isMarked ? "text-xs text-warn" : "text-xs text-muted"}>
          {t(`outcome.${outcome}`)}
        </span>
      )}
    </li>
  );
}
