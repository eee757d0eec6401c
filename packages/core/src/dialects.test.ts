import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseWebhook } from "./parseWebhook.ts";
import { deriveStatus } from "./status/deriveStatus.ts";
import { reduceCall } from "./status/reduceCall.ts";
import { flatEvent } from "./testing/fixtures/flatFixtures.ts";
import { metaFixtures } from "./testing/fixtures/metaFixtures.ts";
import { fixtureParties } from "./testing/fixtures/numbers.ts";
import { ycloudFixtures } from "./testing/fixtures/ycloudFixtures.ts";
import type { CallFacts } from "./vocabulary/callFacts.ts";

const flat = { from: fixtureParties.businessPhone, to: fixtureParties.contactPhone };

/** One outgoing call that was answered, as each sender tells it. */
const stories: Readonly<Record<string, readonly unknown[]>> = {
  ycloud: [
    ycloudFixtures.answer,
    ycloudFixtures.ringing,
    ycloudFixtures.accepted,
    ycloudFixtures.completedOutgoing,
  ],
  meta: [
    metaFixtures.answer,
    metaFixtures.ringing,
    metaFixtures.accepted,
    metaFixtures.completedOutgoing,
  ],
  flat: [
    flatEvent("initiated", flat),
    flatEvent("ringing", flat),
    flatEvent("answered", flat),
    flatEvent("completed", { ...flat, duration: 48 }),
  ],
};

const isOurs = (phone: string) => phone === fixtureParties.businessPhone;

function read(bodies: readonly unknown[]) {
  const events = bodies.flatMap((body) => parseWebhook(body));
  const call = events.reduce<CallFacts | null>(
    (known, event) => reduceCall(known, event, { isOurs }).call,
    null,
  );
  if (call === null) throw new Error("no event is about a call");
  return {
    ...deriveStatus(call),
    direction: call.direction,
    contact: call.contact_phone,
    business: call.business_phone,
    seconds: call.duration_seconds,
    isAnswered: call.answered_at !== null,
  };
}

describe("the same call ends in the same facts", () => {
  const told = {
    status: "completada",
    endReason: "completed",
    direction: "saliente",
    contact: fixtureParties.contactPhone,
    business: fixtureParties.businessPhone,
    seconds: 48,
    isAnswered: true,
  };

  test.each(Object.entries(stories))("told by %s", (_, bodies) => {
    expect(read(bodies)).toEqual(told);
  });

  test.each(Object.entries(stories))("told by %s in any order, with retries", (_, bodies) => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...bodies, ...bodies], { minLength: bodies.length }),
        (retried) => {
          expect(read([...retried, ...bodies])).toEqual(told);
        },
      ),
    );
  });
});
