import type {
  CallDirection,
  CallStatus,
  DirectionSource,
  EndCause,
  EndReason,
} from "./callStatus.ts";

/**
 * The facts that are known about a call. Their names are columns of `whatsapp_calls`. Facts are only added, by the
 * rules in `status/factMerges.ts`, and the status is a pure function of the facts.
 *
 * Times are ISO 8601 in UTC. The provider's clock and our clock may differ by hours: never subtract a time of one from
 * a time of the other.
 */
export interface CallFacts {
  provider: string | null;
  direction: CallDirection | null;
  direction_source: DirectionSource | null;
  /** The time at which the call was dialled, or of the first webhook about it. */
  started_at: string | null;
  ringing_at: string | null;
  /** The time of the pickup, by either side. */
  answered_at: string | null;
  declined_at: string | null;
  rejected_at: string | null;
  /** The time at which we hung up or requested a hang-up. */
  hangup_at: string | null;
  /**
   * The time at which our server found the provider's response to our dial request missing or unclear. The webhooks
   * show whether the call exists.
   */
  unclear_at: string | null;
  ended_at: string | null;
  expired_at: string | null;
  /** In whole seconds; 0 if the duration is not known. */
  duration_seconds: number;
  end_cause: EndCause | null;
  error_code: string | null;
  contact_phone: string | null;
  contact_user_id: string | null;
  contact_profile_name: string | null;
  business_phone: string | null;
  provider_phone_id: string | null;
  /** The payload of the call button that the contact used, at most 512 characters at WhatsApp. See `findEntry`. */
  cta_payload: string | null;
  /** The payload of the call link that the contact used. */
  deeplink_payload: string | null;
  /** The provider's id of the recording. `GET whatsapp-call/{id}/recording` fetches the recording. */
  recording_asset: string | null;
  /** The time of the event that named `recording_asset`. Of several recordings of a call the newest is kept. */
  recording_at: string | null;
  /** The address of the recording, from a flat payload. */
  recording_url: string | null;
  transcript_asset: string | null;
  /** The time of the event that named `transcript_asset`. */
  transcript_at: string | null;
  transcript: string | null;
}

/** A row of `whatsapp_calls`: the guide's columns, the facts, and the values that are derived from the facts. */
export interface Call extends CallFacts {
  /** Our own id, which never changes; a client may choose it. */
  id: string;
  /**
   * The provider's id of the call; `pending:<id>` until that id is known, `manual:<id>` for a call that an agent logged
   * by hand.
   */
  call_id: string;
  provider_call_id: string | null;
  status: CallStatus;
  end_reason: EndReason | null;
  contact_name: string | null;
  user_id: string | null;
  branch_id: string | null;
  inbox_id: string | null;
  /**
   * Whether an incoming call began outside of the business hours that the inbox had at that time. Null for outgoing calls, and
   * for inboxes without hours.
   */
  outside_hours: boolean | null;
  lead_id: string | null;
  notes: string | null;
  claimed_by: string | null;
  claimed_at: string | null;
  created_at: string;
  updated_at: string;
}

/** The facts of a call about which nothing is known yet. */
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
  cta_payload: null,
  deeplink_payload: null,
  recording_asset: null,
  recording_at: null,
  recording_url: null,
  transcript_asset: null,
  transcript_at: null,
  transcript: null,
});
