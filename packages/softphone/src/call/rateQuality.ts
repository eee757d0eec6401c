import { type CallQuality, measureLoss } from "./callQuality.ts";

export type Rating = "good" | "fair" | "bad" | "unknown";

export interface RatedQuality {
  rating: Rating;
  roundTripMs: number | null;
  jitterMs: number | null;
  lossPercent: number | null;
}

type Measures = Omit<RatedQuality, "rating">;

/**
 * The lowest values of each rating. At `fair`, people notice the problem. At `bad`, they do not understand each other. The
 * limits of the round trip follow ITU-T G.114.
 */
const limits: Readonly<Record<keyof Measures, { fair: number; bad: number }>> = {
  roundTripMs: { fair: 300, bad: 600 },
  jitterMs: { fair: 30, bad: 60 },
  lossPercent: { fair: 2, bad: 6 },
};

/**
 * Rates the quality of the last seconds, because a single measurement covers too few packets for a rating.
 *
 * @param samples the measurements of several seconds, oldest first.
 */
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

function rate(measures: Measures): Rating {
  const known = (Object.keys(limits) as (keyof Measures)[]).flatMap((name) => {
    const value = measures[name];
    return value === null ? [] : [{ value, ...limits[name] }];
  });
  if (known.length === 0) return "unknown";
  if (known.some(({ value, bad }) => value >= bad)) return "bad";
  return known.some(({ value, fair }) => value >= fair) ? "fair" : "good";
}
