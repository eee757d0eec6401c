import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { histories, ordersOf, withRepetitions } from "../testing/histories.ts";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
import type { CallFacts } from "../vocabulary/callFacts.ts";
import { isTerminal } from "../vocabulary/callStatus.ts";
import { deriveStatus } from "./deriveStatus.ts";
import { reduceCall } from "./reduceCall.ts";

const isOurs = (phone: string) => phone === "+525500000001";

function reduce(events: readonly StoredEvent[]): CallFacts | null {
  return events.reduce<CallFacts | null>(
    (call, event) => reduceCall(call, event, { isOurs }).call,
    null,
  );
}

describe("reduceCall", () => {
  it("ends in the same facts and status for every order of up to six events, with repetitions", () => {
    fc.assert(
      fc.property(histories(6), (events) => {
        const expected = reduce(events);
        ordersOf(events).forEach((order, index) => {
          expect(reduce(withRepetitions(order, index))).toEqual(expected);
        });
      }),
      { numRuns: 25 },
    );
  });

  it("does so for random orders of longer histories", () => {
    fc.assert(
      fc.property(histories(20), (events) => {
        const expected = reduce(events);
        for (const order of ordersOf(events, 20)) expect(reduce(order)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it("never reopens a call that is over", () => {
    fc.assert(
      fc.property(histories(12), (events) => {
        let call: CallFacts | null = null;
        let wasOver = false;
        for (const event of events) {
          call = reduceCall(call, event, { isOurs }).call;
          const isOver = isTerminal(deriveStatus(call).status);
          // Events may say both declined and answered; no other terminal status is allowed then.
          if (wasOver && call.declined_at === null) expect(isOver).toBe(true);
          wasOver = isOver;
        }
      }),
    );
  });

  it("changes nothing when the same event arrives again", () => {
    fc.assert(
      fc.property(histories(8), (events) => {
        const call = reduce(events);
        for (const event of events) {
          expect(reduceCall(call, event, { isOurs })).toMatchObject({ call });
          expect(reduceCall(call, event, { isOurs }).outcome).not.toBe("applied");
        }
      }),
    );
  });

  it.each([
    ["no_answer", "no_contestada"],
    ["cancelled", "cancelada"],
    ["busy", "fallida"],
    [undefined, "completada"],
    ["failed", "fallida"],
  ] as const)(
    "a flat end by %s gives the status %s: the duration may include the ringing, otherwise it proves a pickup",
    (cause, status) => {
      const ended = {
        kind: "terminated",
        id: "1",
        provider: "flat",
        callId: "c",
        occurredAt: "2026-11-22T10:00:00.000Z",
        direction: "saliente",
        durationSeconds: 12,
        ...(cause === undefined ? {} : { cause }),
      } as const;
      const { call } = reduceCall(null, ended);
      expect(deriveStatus(call).status).toBe(status);
      expect(call.duration_seconds).toBe(12);
    },
  );

  it("derives the direction from the best source: anything replaces a default", () => {
    const flat = {
      kind: "ringing",
      id: "1",
      provider: "flat",
      callId: "c",
      occurredAt: "2026-11-22T10:00:00.000Z",
      parties: { from: "+525500000001", to: "+525587654321" },
      defaultDirection: "entrante",
    } as const;
    expect(reduceCall(null, flat).call).toMatchObject({
      direction: "entrante",
      direction_source: "default",
    });
    const placed = reduceCall(null, flat, { isOurs }).call;
    expect(placed).toMatchObject({
      direction: "saliente",
      direction_source: "inbox",
      contact_phone: "+525587654321",
      business_phone: "+525500000001",
    });
    const said = reduceCall(reduceCall(null, flat).call, {
      ...flat,
      id: "2",
      direction: "saliente",
    });
    expect(said).toMatchObject({ call: { direction: "saliente" }, outcome: "applied" });
  });
});
