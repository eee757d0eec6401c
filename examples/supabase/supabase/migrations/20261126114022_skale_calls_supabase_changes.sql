-- Written by `pnpm migrations` from the difference between sql/ and the other migrations: change sql/ instead.

revoke all on public.whatsapp_calls, public.whatsapp_call_events, public.whatsapp_call_sessions,
  public.whatsapp_call_permissions from public, anon, authenticated;

grant select, insert, update on public.whatsapp_calls to authenticated;

grant select on public.whatsapp_call_sessions, public.whatsapp_call_permissions to authenticated;

grant all on public.whatsapp_calls, public.whatsapp_call_events, public.whatsapp_call_sessions,
  public.whatsapp_call_permissions to service_role;

revoke all on sequence public.whatsapp_call_events_id_seq from public, anon, authenticated;

revoke execute on function
  public.record_whatsapp_call_events(jsonb),
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb),
  public.find_whatsapp_call(jsonb),
  public.knows_whatsapp_contact(jsonb),
  public.sweep_whatsapp_calls(jsonb),
  public.whatsapp_call_timeline(uuid),
  public.whatsapp_call_agents(),
  public.whatsapp_calls_overview(timestamptz, timestamptz, text, uuid),
  public.whatsapp_calls_to_return(timestamptz, int)
from public, anon, authenticated;

revoke execute on function public.update_whatsapp_calls_updated_at()
from public, anon, authenticated, service_role;

grant execute on function
  public.record_whatsapp_call_events(jsonb),
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb),
  public.find_whatsapp_call(jsonb),
  public.knows_whatsapp_contact(jsonb),
  public.sweep_whatsapp_calls(jsonb)
to service_role;

grant execute on function
  public.whatsapp_call_timeline(uuid),
  public.whatsapp_call_agents(),
  public.whatsapp_calls_overview(timestamptz, timestamptz, text, uuid),
  public.whatsapp_calls_to_return(timestamptz, int)
to authenticated, service_role;

revoke all on schema skale_calls from public, anon;

grant usage on schema skale_calls to authenticated, service_role;

revoke execute on all functions in schema skale_calls from public, anon, authenticated;

-- What policies, the trigger and the overview ask as their caller; the service has no branch and names one.
grant execute on function skale_calls.agent_id(), skale_calls.seen_branches() to authenticated, service_role;

grant execute on function
  skale_calls.sees_unassigned(), skale_calls.branch_to_log(uuid), skale_calls.sees_lead(uuid),
  skale_calls.text_length(text)
to authenticated;
