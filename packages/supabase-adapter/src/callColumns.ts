/** The columns of a call in lists: all except `transcript`, which may be long, and `raw_payload`, which stays empty. */
export const listedColumns =
  "id,call_id,provider_call_id,provider,direction,direction_source,status,end_reason,error_code," +
  "contact_phone,contact_user_id,contact_profile_name,contact_name,business_phone,provider_phone_id,cta_payload,deeplink_payload," +
  "started_at,ringing_at,answered_at,declined_at,rejected_at,hangup_at,unclear_at,ended_at,expired_at,duration_seconds," +
  "end_cause,recording_asset,recording_at,recording_url,transcript_asset,transcript_at,user_id,branch_id,inbox_id,outside_hours,lead_id,notes," +
  "claimed_by,claimed_at,created_at,updated_at";

/** The columns of a call that is read alone: those of lists, and the transcript. */
export const callColumns = `${listedColumns},transcript`;

/** The columns of a call's recording or transcript in the queue. */
export const mediaColumns =
  "kind,status,attempts,path,media_type,bytes,sha256,error_code,next_at,stored_at";
