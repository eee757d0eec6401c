import type { TestDatabase } from "@skale-calls/testkit";
import { truthOf, ycloudDeliveries } from "../callHistories.ts";

export interface StoredCheck {
  /** Calls in their right end state. */
  rightCalls: number;
  /** Events in the ledger, and the number of different events that were sent. */
  ledger: number;
  sentEvents: number;
  /** The sizes of both tables with their indexes. A partitioned table has the size of its partitions. */
  ledgerBytes: number;
  callsBytes: number;
}

/**
 * Compares what is stored with what was sent: each call in its right end state, each event once in the ledger.
 *
 * @throws Error that says what is missing.
 */
export async function checkStored({ sql }: TestDatabase, calls: number): Promise<StoredCheck> {
  const truth = truthOf(calls);
  const rows = await sql<{ call_id: string; status: string }[]>`
    select call_id, status from public.whatsapp_calls`;
  const wrong = rows.filter(({ call_id, status }) => truth.get(call_id) !== status);
  const sent = new Set(ycloudDeliveries(calls).map(({ body }) => JSON.parse(body).id as string));
  const ledger = await sql<{ event_id: string; outcome: string }[]>`
    select event_id, outcome from public.whatsapp_call_events`;
  const strange = ledger.filter(({ outcome }) => outcome !== "applied" && outcome !== "no_change");
  const problems = [
    [`${rows.length} of ${calls} calls are stored`, rows.length !== calls],
    [`${wrong.length} calls have a wrong status`, wrong.length > 0],
    [`the ledger has ${ledger.length} of ${sent.size} events`, ledger.length !== sent.size],
    [`${strange.length} events have an outcome such as ${strange[0]?.outcome}`, strange.length > 0],
    ["the ledger has other events", ledger.some(({ event_id }) => !sent.has(event_id))],
  ].flatMap(([problem, applies]) => (applies ? [problem] : []));
  if (problems.length > 0) throw new Error(`Not everything was stored: ${problems.join("; ")}.`);
  const bytesOf = (table: string) => sql`
    select sum(pg_total_relation_size(relid))::float8 as bytes
    from (select ${table}::regclass as relid union select relid from pg_partition_tree(${table}::regclass)) as parts`;
  const [ledgerSize] = await bytesOf("public.whatsapp_call_events");
  const [callsSize] = await bytesOf("public.whatsapp_calls");
  return {
    rightCalls: rows.length - wrong.length,
    ledger: ledger.length,
    sentEvents: sent.size,
    ledgerBytes: ledgerSize?.bytes,
    callsBytes: callsSize?.bytes,
  };
}
