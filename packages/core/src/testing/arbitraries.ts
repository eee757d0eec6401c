import fc from "fast-check";
import { type CallFacts, noFacts } from "../vocabulary/callFacts.ts";
import { directionSources, endCauses } from "../vocabulary/callStatus.ts";

const time = fc
  .integer({ min: 0, max: 3 })
  .map((n) => new Date(Date.UTC(2026, 10, 22, 10, 0, n, n * 7)).toISOString());
const text = fc.constantFrom("a", "b", "aa", "\u{1F600}", "\uFF5E", "é");
const phone = fc.constantFrom(
  "+525512345678",
  "+5215512345678",
  "+5511987654321",
  "+551187654321",
  "+34600111222",
);

/** Generates facts that a call may have. There are few different values, so that equal values are frequent. */
export const anyFacts: fc.Arbitrary<CallFacts> = fc
  .record({
    facts: fc.record({
      provider: fc.option(fc.constantFrom("ycloud", "meta", "flat")),
      started_at: fc.option(time),
      ringing_at: fc.option(time),
      answered_at: fc.option(time),
      declined_at: fc.option(time),
      rejected_at: fc.option(time),
      hangup_at: fc.option(time),
      ended_at: fc.option(time),
      expired_at: fc.option(time),
      duration_seconds: fc.constantFrom(0, 0, 7, 2_147_483_647),
      end_cause: fc.constantFrom(null, ...endCauses),
      error_code: fc.option(text),
      contact_phone: fc.option(phone),
      contact_user_id: fc.option(text),
      contact_profile_name: fc.option(text),
      business_phone: fc.option(phone),
      provider_phone_id: fc.option(text),
      cta_payload: fc.option(text),
      deeplink_payload: fc.option(text),
      recording_asset: fc.option(text),
      recording_at: fc.option(time),
      recording_url: fc.option(text),
      transcript_asset: fc.option(text),
      transcript_at: fc.option(time),
      transcript: fc.option(text),
    }),
    source: fc.constantFrom(null, ...directionSources),
    direction: fc.constantFrom("entrante" as const, "saliente" as const),
  })
  .map(({ facts, source, direction }) => ({
    ...noFacts,
    ...facts,
    // Only an asset has a time.
    recording_at: facts.recording_asset && facts.recording_at,
    transcript_at: facts.transcript_asset && facts.transcript_at,
    direction_source: source,
    direction: source === null ? null : source === "dialled" ? "saliente" : direction,
    // For a call that we dialled, the business number and the contact's phone or user id are always known.
    ...(source === "dialled"
      ? {
          provider: "ycloud",
          contact_user_id: facts.contact_user_id ?? (facts.contact_phone === null ? "a" : null),
          business_phone: facts.business_phone ?? "+5511987654321",
        }
      : {}),
  }));
