import {
  type Call,
  type CallFacts,
  deriveStatus,
  type EventRecord,
  reduceCall,
  type StoredEvent,
} from "@skale-calls/core";
import { noFacts } from "@skale-calls/core/internal";
import type { TestDatabase } from "@skale-calls/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { histories, ordersOf, withRepetitions } from "../../../core/src/testing/histories.ts";
import { createSupabaseCallStore } from "../../src/createSupabaseCallStore.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";
import { seedWorld } from "../seedWorld.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
  await seedWorld(database.sql);
});
afterAll(() => database.drop());

const isOurs = (phone: string) => phone === "+525500000001";

/** The same history with another call id, so that one database holds thousands. */
function asCall(events: readonly StoredEvent[], callId: string): EventRecord[] {
  return events.map((event) => ({
    event: { ...event, callId, id: `${callId}:${event.id}` } as StoredEvent,
    payload: null,
    bodySha256: event.id,
  }));
}

function reduce(events: readonly StoredEvent[]): CallFacts {
  return events.reduce<CallFacts>(
    (call, event) => reduceCall(call, event, { isOurs }).call,
    noFacts,
  );
}

const comparable = (facts: CallFacts) =>
  Object.fromEntries(
    Object.keys(noFacts).map((name) => {
      const value = facts[name as keyof CallFacts];
      return [name, name.endsWith("_at") && value ? Date.parse(String(value)) : value];
    }),
  );

async function inParallel<T>(width: number, items: readonly T[], work: (item: T) => Promise<void>) {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}

describe("histories in the SQL function", () => {
  it("end in the reducer's facts and status, in every order and with repetitions", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(database.sql) });
    // All orders of a few histories of six events, and some orders of many longer ones.
    const sampled = [
      ...fc.sample(histories(6), { numRuns: 4, seed: 1 }),
      ...fc.sample(histories(14), { numRuns: 30, seed: 2 }),
    ];
    let compared = 0;
    for (const [number, events] of sampled.entries()) {
      const facts = reduce(events);
      const expected = { ...comparable(facts), ...deriveStatus(facts) };
      const orders = ordersOf(events, 12);
      const deliveries = orders.map((order, index) =>
        asCall(withRepetitions(order, index), `wacid.${number}.${index}`),
      );
      const last = new Map<string, Call>();
      await inParallel(8, deliveries, async (records) => {
        for (const { call } of await store.recordEvents(records)) {
          if (call) last.set(call.call_id, call);
        }
      });
      expect(last.size).toBe(orders.length);
      for (const call of last.values()) {
        compared += 1;
        expect({ ...comparable(call), status: call.status, endReason: call.end_reason }).toEqual(
          expected,
        );
      }
    }
    expect(compared).toBeGreaterThan(1_000);
  }, 90_000);
});
