import { noFacts } from "@skale-calls/core/internal";
import type { WhatsappCall } from "@skale-calls/supabase-adapter";

/** A call in the form of the service: an incoming call that rings. */
export function makeCall(values: Partial<WhatsappCall> = {}): WhatsappCall {
  return {
    ...noFacts,
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
