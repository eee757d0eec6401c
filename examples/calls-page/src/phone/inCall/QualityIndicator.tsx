import {
  type CallQuality,
  type Rating,
  rateQuality,
  type SoftphoneCall,
} from "@skale-calls/softphone";
import { Signal, SignalHigh, SignalLow, SignalMedium } from "lucide-react";
import { useEffect, useState } from "react";
import { Meter } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { classes } from "../../ui/classes.ts";

const looks = {
  good: { icon: SignalHigh, color: "text-accent" },
  fair: { icon: SignalMedium, color: "text-warn" },
  bad: { icon: SignalLow, color: "text-danger" },
  unknown: { icon: Signal, color: "text-muted" },
} as const satisfies Record<Rating, object>;

/** The quality of the call, and the volume of both voices. */
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

interface LevelMeterProps {
  label: string;
  /** 0 to 1 on a linear scale, as WebRTC measures it. */
  level: number;
}

/** The volume of a voice. The bar is not linear, because human hearing is not linear. */
function LevelMeter({ label, level }: LevelMeterProps) {
  const shown = Math.round(Math.min(1, Math.sqrt(level)) * 100);
  return (
    <Meter value={shown} aria-label={label} className="flex items-center gap-2 text-xs text-muted">
      <span aria-hidden className="w-14 shrink-0">
        {label}
      </span>
      <span className="h-1.5 flex-1 overflow-hidden rounded-full bg-line">
        <span
          className="block h-full rounded-full bg-accent transition-[width] duration-200 motion-reduce:transition-none"
          style={{ width: `${shown}%` }}
        />
      </span>
    </Meter>
  );
}

/** The number of kept measurements: five seconds with four measurements per second. */
const kept = 20;

/** Returns a call's last measurements, newest last. They change several times a second, so use this hook only in small components. */
function useRecentQuality(call: SoftphoneCall): readonly CallQuality[] {
  const [samples, setSamples] = useState<readonly CallQuality[]>([]);
  useEffect(
    () => call.on("quality", (quality) => setSamples((all) => [...all, quality].slice(-kept))),
    [call],
  );
  return samples;
}
