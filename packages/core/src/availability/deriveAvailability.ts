import type { PickupCount, PickupPeriod } from "../rules/pickups.ts";
import type { CallHours, DatedFact } from "../vocabulary/account.ts";
import {
  type AvailabilityReasonCode,
  availabilityReasonCodes,
  type PreventedCalls,
  reasonOf,
} from "./availabilityReasons.ts";
import { checkOutboundAvailability } from "./checkOutboundAvailability.ts";
import { type CurrentFacts, readCurrentFacts } from "./currentFacts.ts";
import { findOpening } from "./findOpening.ts";
import { isOpen } from "./isOpen.ts";
import { isTimeZone } from "./isTimeZone.ts";
import { defaultPickupWarning, isPickupLow, type PickupWarning } from "./pickupWarning.ts";
import { reasonsOfRestriction, violationRules, warningDays } from "./restrictionRules.ts";

/** What the store knows about an inbox. */
export interface AvailabilityState {
  inboxId: string | null;
  /** E.164; null if the inbox has no number. */
  businessPhone: string | null;
  /** The newest fact of each name. */
  facts: readonly DatedFact[];
  /** The hours of the inbox. */
  hours: CallHours | null;
  pickup: Readonly<Record<PickupPeriod, PickupCount>>;
}

export interface AvailabilityReason {
  code: AvailabilityReasonCode;
  /** ISO 8601; null if no end is known. */
  until: string | null;
}

export interface PickupRate extends PickupCount {
  /** `answered / incoming`, 0 to 1; null without incoming calls. */
  rate: number | null;
}

/** Whether an inbox may call and be called, as far as it is known. WhatsApp decides at each call. */
export interface Availability {
  inbox_id: string | null;
  /** False if a known fact prevents outgoing calls. */
  may_call: boolean;
  /** False if a known fact prevents incoming calls. */
  may_be_called: boolean;
  reasons: AvailabilityReason[];
  /** The end of everything that prevents calls; null if nothing does, or if an end is not known. */
  until: string | null;
  /** The country of the business number, ISO 3166 alpha-2. */
  country: string | null;
  /** The hours of the inbox or, if it has none, those that the provider has. */
  hours: CallHours | null;
  /** Null without hours, and for a time zone that is not known here. */
  is_open: boolean | null;
  pickup: Record<PickupPeriod, PickupRate> & { warning: boolean };
  messaging_limit: string | null;
  /** The time of the newest fact from the provider; null if nothing is known. */
  updated_at: string | null;
}

const day = 24 * 60 * 60 * 1000;

/** WhatsApp's limit for calls: messages to 2,000 people a day. */
const neededLimit = 2000;

/** Derives the availability of an inbox at this moment. This is a pure function. */
export function deriveAvailability(
  state: AvailabilityState,
  at: Date,
  pickupWarning: PickupWarning = defaultPickupWarning,
): Availability {
  const facts = readCurrentFacts(state.facts);
  const outbound = state.businessPhone ? checkOutboundAvailability(state.businessPhone) : null;
  const hours = state.hours ?? facts.get("call_hours") ?? null;
  // The database may know a newer time zone than this runtime.
  const open = hours && isTimeZone(hours.time_zone) ? isOpen(hours, at) : null;
  const { days7, days30 } = state.pickup;
  const violations = violationReasons(facts, at);
  const isLow =
    isPickupLow(days7, pickupWarning) ||
    isPickupLow(days30, pickupWarning) ||
    violations.includes("pickup_low");

  const found = new Map<AvailabilityReasonCode, string | null>();
  const add = (code: AvailabilityReasonCode, until: string | null = null) => {
    found.set(code, found.has(code) ? later(found.get(code) ?? null, until) : until);
  };
  for (const code of settingReasons(facts)) add(code);
  for (const code of violations) add(code);
  for (const { type, until } of facts.restrictions(at)) {
    for (const code of reasonsOfRestriction(type)) add(code, until);
  }
  if (outbound?.available === false) add("country_not_supported");
  if (outbound?.available === null) add("country_uncertain");
  if (isLow) add("pickup_low");
  if (hours && open === false) add("outside_hours", findOpening(hours, at));

  const reasons = availabilityReasonCodes.flatMap((code) =>
    found.has(code) ? [{ code, until: found.get(code) ?? null }] : [],
  );
  const prevents = (calls: PreventedCalls) =>
    reasons.some(({ code }) => reasonOf(code).prevents.includes(calls));
  const preventing = reasons.filter(({ code }) => reasonOf(code).prevents.length > 0);
  return {
    inbox_id: state.inboxId,
    may_call: !prevents("outgoing"),
    may_be_called: !prevents("incoming"),
    reasons,
    until:
      preventing.reduce<string | null | undefined>(
        (end, { until }) => later(end, until),
        undefined,
      ) ?? null,
    country: outbound?.country ?? null,
    hours,
    is_open: open,
    pickup: { days7: withRate(days7), days30: withRate(days30), warning: isLow },
    messaging_limit: facts.get("messaging_limit") ?? null,
    updated_at: newestTime(state.facts),
  };
}

/** The reasons that the settings of the account and the number give. */
function settingReasons(facts: CurrentFacts): AvailabilityReasonCode[] {
  const templates = facts.templates();
  const isUsable = templates?.some(({ status }) => status === "APPROVED");
  // WhatsApp needs the limit when calling is switched on (138015), and does not check it at each call.
  const needsLimit = facts.get("calling_status") !== "ENABLED";
  return [
    ...(facts.get("ban_state") === "DISABLE" ? (["account_disabled"] as const) : []),
    ...(facts.get("calling_status") === "DISABLED" ? (["calling_disabled"] as const) : []),
    ...(facts.get("icon_visibility") === "DISABLE_ALL" ? (["call_icon_off"] as const) : []),
    ...(needsLimit && isLimitLow(facts.get("messaging_limit"))
      ? (["messaging_limit_low"] as const)
      : []),
    ...(isUsable === false ? (["template_missing"] as const) : []),
  ];
}

function violationReasons(facts: CurrentFacts, now: Date): AvailabilityReasonCode[] {
  return facts
    .violations()
    .filter(({ at }) => now.getTime() - Date.parse(at) < warningDays * day)
    .flatMap(({ type }) => violationRules.get(type) ?? []);
}

/** True for a tier below 2,000, such as `TIER_250` or `TIER_1K`. An unknown word is not low. */
function isLimitLow(limit: string | undefined): boolean {
  const [, number, thousand] = /^TIER_(\d+)(K?)$/.exec(limit ?? "") ?? [];
  return number !== undefined && Number(number) * (thousand ? 1000 : 1) < neededLimit;
}

/** The later of two ends; null, an end that is not known, is the latest. */
function later(a: string | null | undefined, b: string | null): string | null {
  if (a === undefined) return b;
  if (a === null || b === null) return null;
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

const withRate = ({ incoming, answered }: PickupCount): PickupRate => ({
  incoming,
  answered,
  rate: incoming === 0 ? null : answered / incoming,
});

function newestTime(facts: readonly DatedFact[]): string | null {
  const times = facts
    // A reading that failed told nothing.
    .filter(({ fact, value }) => fact !== "settings" || value === "read")
    .map(({ occurredAt }) => Date.parse(occurredAt));
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}
