import { deriveStatus, type EventRecord, reduceCall } from "@skale-calls/core";
import type { Sql } from "postgres";

/**
 * The floor: the least that stores an event of a call. Copies of the two tables with their columns, checks and indexes, but
 * without triggers, foreign keys and policies.
 */
export async function createBareTables(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table public.bare_calls (like public.whatsapp_calls including all);
    create table public.bare_events (like public.whatsapp_call_events including all);`);
}

/** Upserts the call and inserts the event in one statement: one round trip, one transaction, no reading, no rule. */
const statement = `
  with event as (
    insert into public.bare_events (provider, event_id, call_id, kind, occurred_at, outcome, payload, body_sha256)
    values ($1, $2, $3, $4, $5, 'applied', $6::text::jsonb, $7)
    on conflict do nothing
  )
  insert into public.bare_calls as known (
    call_id, provider, direction, status, contact_phone, contact_name, business_phone, provider_phone_id,
    started_at, ringing_at, answered_at, ended_at, duration_seconds, end_cause, error_code
  )
  values ($3, $1, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
  on conflict (call_id) do update set
    status = excluded.status,
    started_at = coalesce(known.started_at, excluded.started_at),
    ringing_at = coalesce(known.ringing_at, excluded.ringing_at),
    answered_at = coalesce(known.answered_at, excluded.answered_at),
    ended_at = coalesce(known.ended_at, excluded.ended_at),
    duration_seconds = excluded.duration_seconds,
    end_cause = coalesce(known.end_cause, excluded.end_cause),
    error_code = coalesce(known.error_code, excluded.error_code),
    updated_at = now()`;

/** Stores one event by the bare statement, prepared once in each connection. */
export function storeBare(sql: Pick<Sql, "unsafe">, { event, payload, bodySha256 }: EventRecord) {
  const { call: facts } = reduceCall(null, event);
  return sql.unsafe(
    statement,
    [
      event.provider,
      event.id,
      event.callId ?? null,
      event.kind,
      event.occurredAt,
      JSON.stringify(payload),
      bodySha256,
      facts.direction,
      deriveStatus(facts).status,
      facts.contact_phone,
      facts.contact_profile_name,
      facts.business_phone,
      facts.provider_phone_id,
      facts.started_at,
      facts.ringing_at,
      facts.answered_at,
      facts.ended_at,
      facts.duration_seconds,
      facts.end_cause,
      facts.error_code,
    ],
    { prepare: true },
  );
}
