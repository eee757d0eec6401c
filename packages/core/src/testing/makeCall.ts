import { type Call, noFacts } from "../vocabulary/callFacts.ts";

/**
 * Creates the row of a call about which nothing is known yet, with the given values.
 *
 * @example
 * makeCall({ direction: "entrante", status: "no_contestada", end_reason: "missed" });
 */
export function makeCall(values: Partial<Call> = {}): Call {
  return {
    ...noFacts,
    id: "00000000-0000-4000-8000-000000000001",
    call_id: "wacid.1",
    provider_call_id: "wacid.1",
    status: "iniciando",
    end_reason: null,
    contact_name: null,
    user_id: null,
    branch_id: null,
    inbox_id: null,
    outside_hours: null,
    lead_id: null,
    notes: null,
    claimed_by: null,
    claimed_at: null,
    created_at: "2026-11-22T10:00:00+00:00",
    updated_at: "2026-11-22T10:00:00+00:00",
    ...values,
  };
}
