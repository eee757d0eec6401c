import type {
  CallDirection,
  CallStatus,
  DirectionSource,
  EndCause,
  EndReason,
} from "./callStatus.ts";

/**
 * What is known of a call. The names are the columns of `whatsapp_calls`. Facts only grow
 * (`status/factMerges.ts` says how), and the status is a pure function of them.
 *
 * Times are ISO 8601 in UTC. Those of a provider and our own may differ by hours: never subtract one
 * from another.
 */
export interface CallFacts {
  provider: string | null;
  direction: CallDirection | null;
  direction_source: DirectionSource | null;
  /** Dialled, or first heard of. */
  started_at: string | null;
  ringing_at: string | null;
  /** The pickup, by either side. */
  answered_at: string | null;
  declined_at: string | null;
  rejected_at: string | null;
  /** We hung up, or asked for it. */
  hangup_at: string | null;
  /** The provider's answer to our dial did not come or was unclear: the webhooks tell what became of it. */
  unclear_at: string | null;
  ended_at: string | null;
  expired_at: string | null;
  /** Whole seconds; 0 when none is known. */
  duration_seconds: number;
  end_cause: EndCause | null;
  error_code: string | null;
  contact_phone: string | null;
  contact_user_id: string | null;
  contact_profile_name: string | null;
  business_phone: string | null;
  provider_phone_id: string | null;
  /** The provider's id of the recording; fetched through `GET whatsapp-call/{id}/recording`. */
  recording_asset: string | null;
  /** Where a flat payload said that the recording is. */
  recording_url: string | null;
  transcript_asset: string | null;
  transcript: string | null;
}

/** A row of `whatsapp_calls`: the guide's columns, the facts, and what is derived of them. */
export interface Call extends CallFacts {
  /** Ours; never changes, and a client may choose it. */
  id: string;
  /** The provider's call id; `pending:<id>` before it is known, `manual:<id>` for a call logged by hand. */
  call_id: string;
  provider_call_id: string | null;
  status: CallStatus;
  end_reason: EndReason | null;
  contact_name: string | null;
  user_id: string | null;
  branch_id: string | null;
  inbox_id: string | null;
  lead_id: string | null;
  notes: string | null;
  claimed_by: string | null;
  claimed_at: string | null;
  created_at: string;
  updated_at: string;
}

/** The facts of a call of which nothing is known yet. */
export const noFacts: Readonly<CallFacts> = Object.freeze({
  provider: null,
  direction: null,
  direction_source: null,
  started_at: null,
  ringing_at: null,
  answered_at: null,
  declined_at: null,
  rejected_at: null,
  hangup_at: null,
  unclear_at: null,
  ended_at: null,
  expired_at: null,
  duration_seconds: 0,
  end_cause: null,
  error_code: null,
  contact_phone: null,
  contact_user_id: null,
  contact_profile_name: null,
  business_phone: null,
  provider_phone_id: null,
  recording_asset: null,
  recording_url: null,
  transcript_asset: null,
  transcript: null,
});
