import { noFacts } from "@skale-calls/core/internal";
import type { ListedCall } from "../../src/index.ts";

const { transcript: _, ...facts } = noFacts;

/** A call as lists carry it: an incoming call that rings. */
export function makeListedCall(values: Partial<ListedCall> = {}): ListedCall {
  return {
    ...facts,
    id: "00000000-0000-4000-8000-000000000001",
    call_id: "wacid.1",
    provider_call_id: "wacid.1",
    direction: "entrante",
    contact_phone: "+525587654321",
    status: "iniciando",
    end_reason: null,
    contact_name: null,
    user_id: null,
    branch_id: null,
    inbox_id: null,
    lead_id: null,
    notes: null,
    claimed_by: null,
    claimed_at: null,
    created_at: "2026-11-22T10:00:00+00:00",
    updated_at: "2026-11-22T10:00:00+00:00",
    ...values,
  };
}

/** A call created in this minute of the hour, and changed in another. */
export const makeCallAt = (minute: number, values: Partial<ListedCall> = {}, updated = minute) => {
  const time = (at: number) => `2026-11-22T10:${String(at).padStart(2, "0")}:00.5+00:00`;
  return makeListedCall({
    id: String.fromCharCode(97 + minute),
    created_at: time(minute),
    updated_at: time(updated),
    ...values,
  });
};
