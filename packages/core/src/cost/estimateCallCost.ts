import { findCountry } from "../phone/findCountry.ts";
import type { CallDirection } from "../vocabulary/callStatus.ts";
import { addDecimals, compareDecimals, multiplyTenths } from "./decimals.ts";
import { findRate } from "./findRate.ts";
import type { RateCard, RateSource, RateTier } from "./rateCard.ts";

/** A pulse: WhatsApp bills the duration of a call in pulses, and a pulse that has begun is billed whole. */
export const pulseSeconds = 6;

export interface CallToPrice {
  /** Null if it is unknown. */
  direction: CallDirection | null;
  /** The number of the contact, E.164; null if the contact hides it. */
  to: string | null;
  /** The duration of the conversation; 0 if nobody answered; null if it is unknown. */
  seconds: number | null;
  /** The time of the call: a `Date`, or an ISO 8601 text. It decides which card applies. */
  at: Date | string;
  /**
   * The minutes of the account's earlier outgoing calls in the same calendar month of `accountTimeZone`: a number, or a decimal
   * text with tenths of minutes, because pulses are tenths of minutes. Default 0.
   */
  minutesThisMonth?: number | string;
  /**
   * The time zone of the WhatsApp Business account, an IANA name. Its days begin and end the cards, and its months the tiers.
   * It is not the time zone of the agent. Default `UTC`.
   */
  accountTimeZone?: string;
  rateCards: readonly RateCard[];
}

/** Why a call has no price. */
export type UnknownCostReason =
  /** It is unknown whether the call is incoming or outgoing. */
  | "direction_unknown"
  /** The call was answered, and its duration is unknown. */
  | "duration_unknown"
  /** The contact hides the number, or the number belongs to no country. */
  | "country_unknown"
  /** No card applies on the day of the call. */
  | "no_card"
  /** Cards apply on that day, but none has the country of the number. */
  | "market_unknown"
  /** The card has no price for so many minutes in a month. */
  | "tier_unknown";

/** Why a call is free. */
export type FreeCallReason = "incoming" | "not_answered";

interface BilledTime {
  /** Pulses of six seconds; 0 for a free call, and if the duration is unknown. */
  pulses: number;
  /** The seconds of these pulses. */
  billedSeconds: number;
}

/** A call with a price. */
export interface CallPrice extends BilledTime {
  /** The exact amount, such as `0.0103`. Round it only when you show it. */
  amount: string;
  currency: string;
  /** The price of a minute, as in the card. */
  perMinute: string;
  /** The name of the market in the card. */
  market: string;
  /** `upToMinutes` is null in the tier without an end. */
  tier: { aboveMinutes: number; upToMinutes: number | null };
  /** The card that was applied. */
  card: Pick<RateCard, "currency" | "effectiveFrom"> & { source: RateSource };
  reason?: never;
}

/** A call that costs nothing. */
export interface FreeCall extends BilledTime {
  amount: "0";
  currency: null;
  reason: FreeCallReason;
}

/** A call whose cost is unknown. */
export interface UnknownCost extends BilledTime {
  amount: null;
  currency: null;
  reason: UnknownCostReason;
}

export type CallCost = CallPrice | FreeCall | UnknownCost;

/**
 * Estimates what WhatsApp charges for a call, without rounding.
 *
 * - An outgoing call costs the price of a minute for each begun pulse of six seconds, divided by ten: 56 s are 10 pulses.
 * - The price depends on the country of the called number and on the minutes of the account in the calendar month. A call
 *   that crosses the end of a tier is priced entirely at the next tier.
 * - An incoming call is free.
 * - A call that nobody answered is free. Only resellers state this; WhatsApp's own page does not.
 *
 * It is an estimate: WhatsApp's webhooks contain no price, and the bill decides. The function uses no phone metadata and
 * checks no card: check cards from outside with `readRateCards`.
 *
 * Source of the rules: WhatsApp's page on calling prices, updated 2026-05-21. Three details are inferences: 50,000.1 minutes
 * are in the tier above 50,000; billed minutes count for the tiers, not spoken ones; and the minutes to all markets count
 * together.
 *
 * @returns `amount: null` with a `reason` if the cost is unknown.
 * @throws RangeError for an invalid time or time zone, or for minutes that are not a decimal number.
 * @example
 * estimateCallCost({ direction: "saliente", to: "+254712345678", seconds: 56, at: new Date(), rateCards }).amount; // "0.0103"
 */
export function estimateCallCost(call: CallToPrice): CallCost {
  const { direction, to, seconds, at, minutesThisMonth = 0, rateCards } = call;
  const { accountTimeZone = "UTC" } = call;
  if (direction === "entrante") return free("incoming");
  if (direction === null) return unknown("direction_unknown");
  if (seconds === 0) return free("not_answered");
  if (seconds === null || !(seconds > 0 && Number.isFinite(seconds))) {
    return unknown("duration_unknown");
  }
  const pulses = Math.ceil(Math.ceil(seconds) / pulseSeconds);
  const country = to === null ? undefined : findCountry(to);
  if (country === undefined) return unknown("country_unknown", pulses);
  const rate = findRate(rateCards, country, dayOf(at, accountTimeZone));
  if (typeof rate === "string") return unknown(rate, pulses);
  const { card, market } = rate;
  const minutes = addDecimals(String(minutesThisMonth), multiplyTenths("1", BigInt(pulses)));
  const index = market.tiers.findIndex((tier) => reaches(tier, minutes));
  const tier = market.tiers[index];
  if (tier === undefined) return unknown("tier_unknown", pulses);
  return {
    amount: multiplyTenths(tier.perMinute, BigInt(pulses)),
    currency: card.currency,
    ...billed(pulses),
    perMinute: tier.perMinute,
    market: market.name,
    tier: {
      aboveMinutes: market.tiers[index - 1]?.upToMinutes ?? 0,
      upToMinutes: tier.upToMinutes,
    },
    card: {
      currency: card.currency,
      effectiveFrom: card.effectiveFrom,
      source: market.source,
    },
  };
}

/** True if the tier contains this minute of the month. */
function reaches({ upToMinutes }: RateTier, minutes: string): boolean {
  return upToMinutes === null || compareDecimals(minutes, String(upToMinutes)) <= 0;
}

const billed = (pulses: number): BilledTime => ({ pulses, billedSeconds: pulses * pulseSeconds });

const free = (reason: FreeCallReason): FreeCall => ({
  amount: "0",
  currency: null,
  reason,
  ...billed(0),
});

const unknown = (reason: UnknownCostReason, pulses = 0): UnknownCost => ({
  amount: null,
  currency: null,
  reason,
  ...billed(pulses),
});

/** The formats by time zone, because a format takes long to create. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a moment in a time zone, `YYYY-MM-DD`. */
function dayOf(at: Date | string, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
    formats.set(timeZone, format);
  }
  return format.format(typeof at === "string" ? new Date(at) : at);
}
