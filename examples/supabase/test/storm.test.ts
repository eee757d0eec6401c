import { afterAll, beforeAll, expect, it } from "vitest";
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

it("2,000 events of 500 calls and 5 % duplicates, shuffled, from 32 clients at once, to two server processes: all are accepted, give the right calls, and are in the ledger", async () => {
  expect(events).toHaveLength(2_000);
  const second = await backend.startFunction(webhookFunction);
  const duplicates = shuffle(events, 2).slice(0, 100);
  const addresses = [backend.functions[webhookFunction].url, second.url].map(
    (url) => `${url}/${webhookFunction}`,
  );
  expect(await storm(shuffle([...events, ...duplicates], 3), addresses)).toEqual([]);
  expect(await countRight(scripts)).toBe(500);
  const [ledger] = await backend.database.sql`
    select count(*)::int as rows, count(distinct event_id)::int as events from whatsapp_call_events`;
  expect(ledger).toEqual({ rows: 2_000, events: 2_000 });
  const [sessions] = await backend.database
    .sql`select count(*)::int as rows from whatsapp_call_sessions`;
  expect(sessions).toEqual({ rows: 0 });
}, 120_000);
