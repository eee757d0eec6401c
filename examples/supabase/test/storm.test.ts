import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetCalls } from "../../../packages/supabase-adapter/test/seedWorld.ts";
import { webhookFunction } from "../../demo/src/startStack.ts";
import { type CallScript, shuffle, writeCallScripts } from "./callScripts.ts";
import { type Backend, startBackend } from "./startBackend.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
}, 60_000);
afterAll(() => backend.stop());

const scripts = writeCallScripts(500);
const events = scripts.flatMap((script) => script.events);

/** Sends the events from 32 clients at once, to the addresses in turn. */
async function storm(bodies: readonly object[], addresses: readonly string[]) {
  const queue = bodies.entries();
  const refused: number[] = [];
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (const [index, body] of queue) {
        const response = await backend.deliver(body, addresses[index % addresses.length]);
        if (response.status !== 200) refused.push(response.status);
        await response.body?.cancel();
      }
    }),
  );
  return refused;
}

async function countRight(expected: readonly CallScript[]): Promise<number> {
  const rows = await backend.database.sql`select call_id, status, end_reason from whatsapp_calls`;
  const ended = new Map(rows.map((row) => [row.call_id, `${row.status} ${row.end_reason}`]));
  expect(ended.size).toBe(expected.length);
  return expected.filter(
    ({ wacid, status, endReason }) => ended.get(wacid) === `${status} ${endReason}`,
  ).length;
}

describe("2,000 events of 500 calls, shuffled, from 32 clients at once", () => {
  it("are all accepted, give the right calls, and are in the ledger", async () => {
    expect(events).toHaveLength(2_000);
    expect(await storm(shuffle(events, 1), [backend.webhookUrl])).toEqual([]);
    expect(await countRight(scripts)).toBe(500);
    const [ledger] = await backend.database.sql`
      select count(*)::int as rows, count(distinct event_id)::int as events from whatsapp_call_events`;
    expect(ledger).toEqual({ rows: 2_000, events: 2_000 });
  }, 120_000);

  it("give the same result with 5 % duplicates and two server processes", async () => {
    await forgetCalls(backend.database.sql);
    const second = await backend.startFunction(webhookFunction);
    const duplicates = shuffle(events, 2).slice(0, 100);
    const addresses = [backend.functions[webhookFunction].url, second.url].map(
      (url) => `${url}/${webhookFunction}`,
    );
    expect(await storm(shuffle([...events, ...duplicates], 3), addresses)).toEqual([]);
    expect(await countRight(scripts)).toBe(500);
    const [ledger] = await backend.database
      .sql`select count(*)::int as rows from whatsapp_call_events`;
    expect(ledger).toEqual({ rows: 2_000 });
    const [sessions] = await backend.database
      .sql`select count(*)::int as rows from whatsapp_call_sessions`;
    expect(sessions).toEqual({ rows: 0 });
  }, 120_000);
});
