import type { CallsOverview, CallTotals } from "@skale-calls/supabase-adapter";
import { Clock, Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatSpan } from "../format/formatSpan.ts";
import { useLanguage } from "../i18n/useLanguage.ts";
import { formatShare } from "./formatShare.ts";
import { KeyFigure } from "./KeyFigure.tsx";
import { mostToReturn } from "./useCallsToReturn.ts";

interface KeyFiguresProps {
  overview: CallsOverview | undefined;
  /** The number of contacts who wait for a call back. */
  toReturn: number | undefined;
}

const none = "–";

/** Five figures of the period, and an explanation of how they are counted. */
export function KeyFigures({ overview, toReturn }: KeyFiguresProps) {
  const { t } = useTranslation("overview");
  const language = useLanguage();
  const write = (count: number) => count.toLocaleString(language);
  const rateOf = ({ answerRate }: CallTotals) =>
    answerRate === null ? none : formatShare(answerRate, language);
  const partsOf = (totals: CallTotals | undefined) => ({
    answered: write(totals?.answered ?? 0),
    settled: write(totals?.settled ?? 0),
  });
  const total = overview?.total;
  const incoming = overview?.byDirection.entrante;
  const outgoing = overview?.byDirection.saliente;
  return (
    <section aria-label={t("figures")} className="flex flex-col gap-2">
      <dl className="grid grid-cols-2 gap-3 @3xl:grid-cols-5">
        <KeyFigure
          icon={Phone}
          name={t("calls")}
          value={total && write(total.calls)}
          detail={t("callsDetail", {
            incoming: write(incoming?.calls ?? 0),
            outgoing: write(outgoing?.calls ?? 0),
          })}
        />
        <KeyFigure
          icon={PhoneIncoming}
          name={t("incomingAnswered")}
          value={incoming && rateOf(incoming)}
          detail={t("incomingDetail", {
            ...partsOf(incoming),
            missed: write(incoming?.missed ?? 0),
          })}
        />
        <KeyFigure
          icon={PhoneOutgoing}
          name={t("outgoingAnswered")}
          value={outgoing && rateOf(outgoing)}
          detail={t("outgoingDetail", partsOf(outgoing))}
        />
        <KeyFigure
          icon={Clock}
          name={t("averageTalk")}
          value={
            total &&
            (total.averageTalkSeconds === null
              ? none
              : formatSpan(total.averageTalkSeconds, language))
          }
          detail={t("averageTalkDetail", { total: formatSpan(total?.talkSeconds ?? 0, language) })}
        />
        <KeyFigure
          icon={PhoneMissed}
          name={t("toReturn")}
          value={
            toReturn === undefined
              ? undefined
              : `${write(toReturn)}${toReturn === mostToReturn ? "+" : ""}`
          }
          detail={t("toReturnDetail")}
        />
      </dl>
      <details className="text-sm">
        <summary className="w-fit cursor-pointer rounded py-1 font-medium text-accent hover:text-accent-hover">
          {t("howCounted")}
        </summary>
        <ul className="mt-1 list-disc space-y-1 pl-5 text-muted">
          <li>{t("explain.calls")}</li>
          <li>{t("explain.answered")}</li>
          <li>{t("explain.averageTalk")}</li>
          <li>{t("explain.toReturn")}</li>
        </ul>
      </details>
    </section>
  );
}
