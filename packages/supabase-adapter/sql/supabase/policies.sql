-- Access rules. Supabase grants broad privileges by default, so row-level security and triggers enforce the rules. The grants
-- are restricted as well.

alter table public.whatsapp_calls enable row level security;
alter table public.whatsapp_call_events enable row level security;
alter table public.whatsapp_call_sessions enable row level security;
alter table public.whatsapp_call_permissions enable row level security;
alter table public.whatsapp_call_permission_requests enable row level security;
alter table public.whatsapp_call_claims enable row level security;
alter table public.whatsapp_call_media enable row level security;
alter table public.whatsapp_call_retention enable row level security;
alter table public.whatsapp_call_contact_changes enable row level security;

-- These policies replace those of the guide, which have the same names and let every agent read all calls without a branch.
-- The condition is a `case`: the planner turns an `or` into two bitmap scans, and then sorts all calls of a branch for each page.
drop policy if exists "Users can view calls from their branch" on public.whatsapp_calls;
create policy "Users can view calls from their branch" on public.whatsapp_calls
  for select to authenticated
  using (
    case
      when branch_id is null then (select skale_calls.sees_unassigned())
      else branch_id = any ((select skale_calls.seen_branches())::uuid[])
    end
  );

drop policy if exists "Users can create calls" on public.whatsapp_calls;
create policy "Users can create calls" on public.whatsapp_calls
  for insert to authenticated
  with check (
    user_id = (select skale_calls.agent_id())
    and branch_id = any ((select skale_calls.seen_branches())::uuid[])
    and call_id = skale_calls.logged_call_id(id)
  );

drop policy if exists "Users can update calls from their branch" on public.whatsapp_calls;
create policy "Users can update calls from their branch" on public.whatsapp_calls
  for update to authenticated
  using (branch_id = any ((select skale_calls.seen_branches())::uuid[]))
  with check (branch_id = any ((select skale_calls.seen_branches())::uuid[]));

-- Agents may delete only the calls that they logged by hand.
drop policy if exists "Agents delete what they logged" on public.whatsapp_calls;
create policy "Agents delete what they logged" on public.whatsapp_calls
  for delete to authenticated
  using (
    user_id = (select skale_calls.agent_id())
    and branch_id = any ((select skale_calls.seen_branches())::uuid[])
    and call_id = skale_calls.logged_call_id(id)
  );

-- Only the agent of an outgoing call may read its SDP answer, because a browser that applies the answer receives the audio.
drop policy if exists "Agents see the sessions of their calls" on public.whatsapp_call_sessions;
create policy "Agents see the sessions of their calls" on public.whatsapp_call_sessions
  for select to authenticated
  using (
    exists (
      select from public.whatsapp_calls c
      where c.id = whatsapp_call_sessions.id
        and (sdp_type = 'offer' or c.user_id = (select skale_calls.agent_id()))
    )
  );

drop policy if exists "Agents see the permissions of their branch" on public.whatsapp_call_permissions;
create policy "Agents see the permissions of their branch" on public.whatsapp_call_permissions
  for select to authenticated
  using (branch_id = any ((select skale_calls.seen_branches())::uuid[]));

-- Whoever sees a call hears what was said in it: the policy of whatsapp_calls applies to this query.
drop policy if exists "Agents see the recordings of their branch" on public.whatsapp_call_media;
create policy "Agents see the recordings of their branch" on public.whatsapp_call_media
  for select to authenticated
  using (
    exists (select from public.whatsapp_calls c where c.id = whatsapp_call_media.call)
  );

drop policy if exists "Agents see the permission requests of their branch" on public.whatsapp_call_permission_requests;
create policy "Agents see the permission requests of their branch" on public.whatsapp_call_permission_requests
  for select to authenticated
  using (branch_id = any ((select skale_calls.seen_branches())::uuid[]));

/*
 * Limits what agents may write, independently of the grants: they may log calls by hand, and change only the notes, the lead
 * and the name of a call. An insert overwrites the columns that agents may not set; an update of any other column is refused.
 * A logged call has a direction, a terminal status, and a number, a name or a lead. A status that is not terminal becomes
 * `completada`.
 */
create or replace function skale_calls.protect_call()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  changed text;
  long_text record;
begin
  if current_user not in ('authenticated', 'anon') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new := pg_catalog.jsonb_populate_record(
      null::public.whatsapp_calls,
      pg_catalog.jsonb_build_object(
        'id', new.id,
        'call_id', skale_calls.logged_call_id(new.id),
        'status', case when skale_calls.is_over(new) then new.status else 'completada' end,
        'direction', new.direction,
        'direction_source', case when new.direction is not null then 'default' end,
        'contact_phone', new.contact_phone,
        'contact_name', new.contact_name,
        'lead_id', new.lead_id,
        'notes', new.notes,
        'duration_seconds', 0,
        'user_id', skale_calls.agent_id(),
        'branch_id', skale_calls.branch_to_log(new.branch_id),
        'created_at', now(),
        'updated_at', now()
      )
    );
  else
    select key into changed
    from pg_catalog.jsonb_each(pg_catalog.to_jsonb(new)) as n
    join pg_catalog.jsonb_each(pg_catalog.to_jsonb(old)) as o using (key)
    where n.value <> o.value and key not in ('notes', 'lead_id', 'contact_name', 'updated_at')
    limit 1;
    if changed is not null then
      raise exception 'Agents may change only notes, lead_id and contact_name, not %.', changed
        using errcode = '42501';
    end if;
  end if;
  select t.subject, pg_catalog.char_length(t.said) as length, t.most into long_text
  from (values
    ('The notes have', new.notes, skale_calls.text_length('whatsapp_calls.notes')),
    ('The name has', new.contact_name, skale_calls.text_length('whatsapp_calls.contact_name')),
    ('The phone number has', new.contact_phone, skale_calls.text_length('whatsapp_calls.contact_phone'))
  ) as t (subject, said, most)
  where pg_catalog.char_length(t.said) > t.most
  limit 1;
  if found then
    raise exception '% % characters; at most % are allowed.', long_text.subject,
      pg_catalog.to_char(long_text.length, 'FM999,999,999'),
      pg_catalog.to_char(long_text.most, 'FM999,999,999')
      using errcode = 'string_data_right_truncation';
  end if;
  -- A lead that does not change is allowed, even if it has moved to another branch since.
  if new.lead_id is not null and (tg_op = 'INSERT' or new.lead_id is distinct from old.lead_id)
    and not skale_calls.sees_lead(new.lead_id)
  then
    raise exception 'There is no such lead in your branch.' using errcode = '42501';
  end if;
  -- If branch_id is null, because the agent has no branch, the policy refuses the insert.
  if tg_op = 'INSERT' and new.branch_id is not null and (
    new.direction is null or new.lead_id is null
      and coalesce(pg_catalog.btrim(new.contact_phone), '') = ''
      and coalesce(pg_catalog.btrim(new.contact_name), '') = ''
  ) then
    raise exception 'A logged call needs a direction, and a phone number, a name or a lead.'
      using errcode = 'null_value_not_allowed';
  end if;
  return new;
end
$$;

drop trigger if exists protect_whatsapp_calls on public.whatsapp_calls;
create trigger protect_whatsapp_calls
  before insert or update on public.whatsapp_calls
  for each row
  execute function skale_calls.protect_call();

revoke all on public.whatsapp_calls, public.whatsapp_call_events, public.whatsapp_call_sessions,
  public.whatsapp_call_permissions, public.whatsapp_call_permission_requests, public.whatsapp_call_claims,
  public.whatsapp_call_media, public.whatsapp_call_retention, public.whatsapp_call_contact_changes from public, anon, authenticated;
grant select, insert, update, delete on public.whatsapp_calls to authenticated;
grant select on public.whatsapp_call_sessions, public.whatsapp_call_permissions,
  public.whatsapp_call_permission_requests, public.whatsapp_call_media to authenticated;
grant all on public.whatsapp_calls, public.whatsapp_call_events, public.whatsapp_call_sessions,
  public.whatsapp_call_permissions, public.whatsapp_call_permission_requests, public.whatsapp_call_claims,
  public.whatsapp_call_media, public.whatsapp_call_retention, public.whatsapp_call_contact_changes to service_role;

revoke all on sequence public.whatsapp_call_events_id_seq from public, anon, authenticated;

revoke execute on function
  public.record_whatsapp_call_events(jsonb),
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb),
  public.find_whatsapp_call(jsonb),
  public.knows_whatsapp_contact(jsonb),
  public.find_whatsapp_permission(jsonb),
  public.begin_whatsapp_permission_request(jsonb),
  public.sweep_whatsapp_calls(jsonb),
  public.keep_whatsapp_call_ledger(jsonb),
  public.find_whatsapp_call_events(jsonb),
  public.replay_whatsapp_call_events(jsonb),
  public.lease_whatsapp_call_media(jsonb),
  public.settle_whatsapp_call_media(jsonb),
  public.find_whatsapp_call_media(jsonb),
  public.retry_whatsapp_call_media(jsonb),
  public.lease_whatsapp_media_removals(jsonb),
  public.settle_whatsapp_media_removal(jsonb),
  public.erase_whatsapp_contact(jsonb),
  public.whatsapp_call_timeline(uuid),
  public.whatsapp_call_agents(),
  public.whatsapp_calls_overview(timestamptz, timestamptz, text, uuid),
  public.whatsapp_calls_to_return(timestamptz, int),
  public.whatsapp_calls_page(jsonb, int)
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
  public.find_whatsapp_permission(jsonb),
  public.begin_whatsapp_permission_request(jsonb),
  public.sweep_whatsapp_calls(jsonb),
  public.keep_whatsapp_call_ledger(jsonb),
  public.find_whatsapp_call_events(jsonb),
  public.replay_whatsapp_call_events(jsonb),
  public.lease_whatsapp_call_media(jsonb),
  public.settle_whatsapp_call_media(jsonb),
  public.find_whatsapp_call_media(jsonb),
  public.retry_whatsapp_call_media(jsonb),
  public.lease_whatsapp_media_removals(jsonb),
  public.settle_whatsapp_media_removal(jsonb),
  public.erase_whatsapp_contact(jsonb)
to service_role;
grant execute on function
  public.whatsapp_call_timeline(uuid),
  public.whatsapp_call_agents(),
  public.whatsapp_calls_overview(timestamptz, timestamptz, text, uuid),
  public.whatsapp_calls_to_return(timestamptz, int),
  public.whatsapp_calls_page(jsonb, int)
to authenticated, service_role;

revoke all on schema skale_calls from public, anon;
grant usage on schema skale_calls to authenticated, service_role;
revoke execute on all functions in schema skale_calls from public, anon, authenticated;
-- Policies, the trigger and the overview call these functions with the privileges of the role that runs the query. The service
-- role has no branch, so it passes a branch to the overview.
grant execute on function
  skale_calls.agent_id(), skale_calls.seen_branches(), skale_calls.is_logged(text),
  -- An update of a call evaluates the indexes of the searches.
  skale_calls.transcript_words(text), skale_calls.fold_accents(text), skale_calls.number_parts(text)
to authenticated, service_role;
grant execute on function
  skale_calls.sees_unassigned(), skale_calls.branch_to_log(uuid), skale_calls.sees_lead(uuid),
  skale_calls.text_length(text), skale_calls.logged_call_id(uuid), skale_calls.is_over(public.whatsapp_calls),
  skale_calls.seen_inboxes()
to authenticated;
