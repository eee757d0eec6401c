/** The columns that lists carry: all except the transcript and those that only the service may read. */
export const listedColumns =
  "id,call_id,provider_call_id,provider,direction,direction_source,status,end_reason,error_code," +
  "contact_phone,contact_user_id,contact_profile_name,contact_name,business_phone,provider_phone_id," +
  "started_at,ringing_at,answered_at,declined_at,rejected_at,hangup_at,unclear_at,ended_at,expired_at,duration_seconds," +
  "end_cause,recording_asset,recording_url,transcript_asset,user_id,branch_id,inbox_id,lead_id,notes," +
  "claimed_by,claimed_at,created_at,updated_at";

/** The columns that the reading of a single call carries. */
export const callColumns = `${listedColumns},transcript`;
