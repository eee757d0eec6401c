-- Claims ensure that only one agent answers a call. The call's row contains the agent who claimed it. The key of the claim is
-- in whatsapp_call_claims, which agents cannot read.

create or replace function skale_calls.claimed_key(call uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select k.key from public.whatsapp_call_claims k where k.id = claimed_key.call
$$;

/*
 * Claims an incoming call, to answer or reject it: { id, userId, key, accepts? } -> { outcome: "claimed" |
 * "already_answered" | "already_claimed" | "not_ringing" | "call_not_found", call? }. The same user can repeat the claim
 * with the same key until another claim replaces it.
 */
create or replace function public.claim_whatsapp_call(p_claim jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_claim);
  agent constant uuid := (asked ->> 'userId')::uuid;
  call public.whatsapp_calls;
  outcome text;
begin
  select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid for update;
  if call.id is null or skale_calls.can_see(agent, call.branch_id) is not true then
    return skale_calls.refuse('call_not_found');
  end if;
  outcome := skale_calls.judge_claim(
    call, skale_calls.claimed_key(call.id), agent, asked ->> 'key',
    exists (select from public.whatsapp_call_sessions s where s.id = call.id), now()
  );
  if outcome = 'claimed' then
    update public.whatsapp_calls c
    set claimed_by = agent, claimed_at = now()
    where c.id = call.id
    returning * into call;
    insert into public.whatsapp_call_claims as known (id, key, accepts)
    values (call.id, asked ->> 'key', coalesce((asked ->> 'accepts')::boolean, false)::int)
    on conflict (id) do update set
      key = excluded.key,
      accepts = excluded.accepts + case when known.key = excluded.key then known.accepts else 0 end;
  elsif outcome <> 'already_answered' then
    return skale_calls.refuse(outcome);
  end if;
  return pg_catalog.jsonb_build_object('outcome', outcome, 'call', skale_calls.show_call(call));
end
$$;

-- Releases a claim that this user made with this key, unless an earlier accept of it may have answered the call (core:
-- mayRelease): { id, userId, key, accepts? }. The claim is read while the call's row is locked, because every change of the claim
-- locks this row first.
create or replace function public.release_whatsapp_call_claim(p_claim jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_claim);
  call public.whatsapp_calls;
begin
  select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid for update;
  if call.answered_at is null
    and skale_calls.is_own_claim(
      call, skale_calls.claimed_key(call.id), (asked ->> 'userId')::uuid, asked ->> 'key'
    )
    and exists (
      select from public.whatsapp_call_claims k
      where k.id = call.id and k.accepts = coalesce((asked ->> 'accepts')::boolean, false)::int
    )
  then
    update public.whatsapp_calls c set claimed_by = null, claimed_at = null where c.id = call.id;
    delete from public.whatsapp_call_claims k where k.id = call.id;
  end if;
end
$$;

revoke execute on function
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb)
from public;
