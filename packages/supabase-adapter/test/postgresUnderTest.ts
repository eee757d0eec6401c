import type { Call } from "@skale-calls/core";
import type { MediaQueueUnderTest } from "@skale-calls/core/testing";
import type { Sql } from "postgres";
import { createSupabaseCallStore } from "../src/createSupabaseCallStore.ts";
import { createSupabaseMediaQueue } from "../src/createSupabaseMediaQueue.ts";
import { createSqlRpcClient } from "./sqlRpcClient.ts";

/** The store and the queue on a migrated database, with the reading functions that the contract needs. */
export async function createPostgresUnderTest(
  sql: Sql,
  role?: string | null,
): Promise<MediaQueueUnderTest> {
  const [clock] = await sql<[{ offset: number }]>`
    select extract(epoch from clock_timestamp()) * 1000 - ${Date.now()} as offset`;
  const client = createSqlRpcClient(sql, role);
  return {
    store: createSupabaseCallStore({ client }),
    queue: createSupabaseMediaQueue({ client }),
    keep: async (branchId, days) => {
      await sql`insert into whatsapp_call_retention (branch_id, days) values (${branchId}, ${days})`;
    },
    now: () => new Date(Date.now() + Number(clock.offset)),
    readCalls: async () => {
      const rows = await sql<{ call: Call }[]>`
        select to_jsonb(c) - 'raw_payload' as call
        from whatsapp_calls c order by created_at, call_id`;
      return rows.map(({ call }) => call);
    },
    readSession: async (id) => {
      const [session] = await sql<{ sdpType: "offer" | "answer"; sdp: string }[]>`
        select sdp_type as "sdpType", sdp from whatsapp_call_sessions where id::text = ${id}`;
      return session ?? null;
    },
    readLedger: () => sql`
      select event_id as "eventId", call_id as "callId", kind, outcome
      from whatsapp_call_events order by id`,
    age: async (seconds) => {
      await sql`
        update whatsapp_calls set
          created_at = created_at - make_interval(secs => ${seconds}),
          hangup_at = hangup_at - make_interval(secs => ${seconds}),
          claimed_at = claimed_at - make_interval(secs => ${seconds})`;
      await sql`
        update whatsapp_call_media set
          created_at = created_at - make_interval(secs => ${seconds}),
          next_at = next_at - make_interval(secs => ${seconds}),
          leased_until = leased_until - make_interval(secs => ${seconds})`;
      await sql`
        update whatsapp_call_events set received_at = received_at - make_interval(secs => ${seconds})`;
    },
  };
}
