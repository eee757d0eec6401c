-- Only one agent answers.

/*
 * Claims an incoming call for answering or refusing it: { id, userId, key } -> { outcome: "claimed" |
 * "already_answered" | "already_claimed" | "not_ringing" | "call_not_found", call? }. Repeatable by the same
 * pair of user and key, until the claim lapses.
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
    call, agent, asked ->> 'key',
    exists (select from public.whatsapp_call_sessions s where s.id = call.id), now()
  );
  if outcome = 'claimed' then
    update public.whatsapp_calls c
    set claimed_by = agent, claimed_key = asked ->> 'key', claimed_at = now()
    where c.id = call.id
    returning * into call;
  elsif outcome <> 'already_answered' then
    return skale_calls.refuse(outcome);
  end if;
  return pg_catalog.jsonb_build_object('outcome', outcome, 'call', skale_calls.show_call(call));
end
$$;

-- Gives up a claim of this very pair: { id, userId, key }.
create or replace function public.release_whatsapp_call_claim(p_claim jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  update public.whatsapp_calls c
  set claimed_by = null, claimed_key = null, claimed_at = null
  from (select skale_calls.unwrap(p_claim) as j) as asked
  where c.id = (j ->> 'id')::uuid
    and skale_calls.is_own_claim(c, (j ->> 'userId')::uuid, j ->> 'key')
    and c.answered_at is null
$$;

revoke execute on function
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb)
from public;
