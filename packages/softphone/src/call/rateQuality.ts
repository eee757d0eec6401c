import type { CallQuality } from "./callQuality.ts";

export type Rating = "good" | "fair" | "bad" | "unknown";

export interface RatedQuality {
  rating: Rating;
  roundTripMs: number | null;
  jitterMs: number | null;
  lossPercent: number | null;
}

type Measures = Omit<RatedQuality, "rating">;

/** Two thresholds: people notice the problem, and people do not understand each other. Round trip by ITU-T G.114. */
const limits: Readonly<Record<keyof Measures, { fair: number; bad: number }>> = {
  roundTripMs: { fair: 300, bad: 600 },
  jitterMs: { fair: 30, bad: 60 },
  lossPercent: { fair: 2, bad: 6 },
};

/** The rating needs the measurements of some seconds, oldest first: one lost packet in a quarter of a second means nothing. */
export function rateQuality(samples: readonly CallQuality[]): RatedQuality {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) {
    return { rating: "unknown", roundTripMs: null, jitterMs: null, lossPercent: null };
  }
  const measures: Measures = {
    roundTripMs: last.roundTripMs,
    jitterMs: last.jitterMs,
    lossPercent: measureLoss(first, last),
  };
  return { ...measures, rating: rate(measures) };
}

function measureLoss(first: CallQuality, last: CallQuality): number | null {
  const lost = Math.max(0, last.packetsLost - first.packetsLost);
  const sent = last.packetsReceived - first.packetsReceived + lost;
  return sent > 0 ? (100 * lost) / sent : null;
}

function rate(measures: Measures): Rating {
  const known = (Object.keys(limits) as (keyof Measures)[]).flatMap((name) => {
    const value = measures[name];
    return value === null ? [] : [{ value, ...limits[name] }];
  });
  if (known.length === 0) return "unknown";
  if (known.some(({ value, bad }) => value >= bad)) return "bad";
  return known.some(({ value, fair }) => value >= fair) ? "fair" : "good";
}
