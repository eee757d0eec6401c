import type { EventRecord } from "@skale-calls/core";
import { factsOfEvent } from "@skale-calls/core/internal";
import type { Sql } from "postgres";

/** Stores events by the function of the migrations, as `createSupabaseCallStore` calls it, prepared once in each connection. */
export function storeRecords(sql: Sql, records: readonly EventRecord[]) {
  const argument = records.map((record) => ({ ...record, facts: factsOfEvent(record.event) }));
  return sql.unsafe(
    "select public.record_whatsapp_call_events($1::text::jsonb) as data",
    [JSON.stringify(argument)],
    { prepare: true },
  );
}
