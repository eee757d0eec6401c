import { type Rating, rateQuality, type SoftphoneCall } from "@skale-calls/softphone";
import { Signal, SignalHigh, SignalLow, SignalMedium } from "lucide-react";
import { useTranslation } from "react-i18next";
import { classes } from "../ui/classes.ts";
import { LevelMeter } from "./LevelMeter.tsx";
import { useRecentQuality } from "./useRecentQuality.ts";

const looks = {
  good: { icon: SignalHigh, color: "text-accent" },
  fair: { icon: SignalMedium, color: "text-warn" },
  bad: { icon: SignalLow, color: "text-danger" },
  unknown: { icon: Signal, color: "text-muted" },
} as const satisfies Record<Rating, object>;

/** How well both sides hear each other, and how loud they are. */
export function QualityIndicator({ call }: { call: SoftphoneCall }) {
  const { t } = useTranslation("phone");
  const samples = useRecentQuality(call);
  const { rating, roundTripMs, jitterMs, lossPercent } = rateQuality(samples);
  const { icon: Icon, color } = looks[rating];
  const last = samples.at(-1);
  const measures = [
    ["roundTrip", roundTripMs],
    ["jitter", jitterMs],
    ["loss", lossPercent],
  ] as const;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <span className="flex items-center gap-1.5">
          <Icon aria-hidden className={classes("size-5 self-center", color)} />
          {t("quality.label")}: <strong className="font-medium">{t(`quality.${rating}`)}</strong>
        </span>
      </div>
      <LevelMeter label={t("yourVoice")} level={last?.inputLevel ?? 0} />
      <LevelMeter label={t("theirVoice")} level={last?.outputLevel ?? 0} />
      <p className="flex flex-wrap gap-x-3 text-xs text-muted tabular-nums">
        {measures.map(
          ([name, value]) =>
            value !== null && <span key={name}>{t(name, { value: Math.round(value) })}</span>,
        )}
      </p>
    </div>
  );
}
