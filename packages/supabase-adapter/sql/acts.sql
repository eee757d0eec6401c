-- Functions for our own requests: begin a call, set its provider's id (attach), find a call. Each runs as one statement.

-- Writes one of our own acts on a call (attached, expired, ...) to the ledger. The timeline shows the ledger.
create or replace function skale_calls.write_act(kind text, call public.whatsapp_calls)
returns void
language sql
set search_path = ''
as $$
  insert into public.whatsapp_call_events
    (provider, event_id, call_id, kind, occurred_at, outcome)
  values ('skale', call.id || ':' || kind, call.call_id, kind, now(), 'applied')
  on conflict do nothing
$$;

/*
 * Chooses the inbox to dial from: the given inbox, if the agent sees its branch. If no inbox is given, it chooses the only
 * inbox of the home branch, or, for an agent without a home branch, the only inbox that the agent sees. The call gets the
 * branch of the inbox. If the home branch has no inbox, id is null and the call gets the home branch.
 */
create or replace function skale_calls.choose_inbox(
  agent uuid, home uuid, wanted uuid,
  id out uuid, branch_id out uuid, phone_number out text, provider_phone_id out text, refusal out text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  choice bigint;
begin
  if home is null and not exists (
    select from skale_calls.branches() as b (id) where skale_calls.can_see(agent, b.id)
  ) then
    refusal := 'no_branch';
    return;
  end if;
  select i.id, i.branch_id, i.phone_number, i.provider_phone_id, count(*) over ()
  into id, branch_id, phone_number, provider_phone_id, choice
  from skale_calls.inboxes() i
  where i.branch_id is not null
    and (wanted is null or i.id = wanted)
    and (wanted is not null or home is null or i.branch_id = home)
    and skale_calls.can_see(agent, i.branch_id)
  limit 1;
  refusal := case
    when wanted is not null and id is null then 'inbox_not_found'
    when choice > 1 then 'inbox_required'
    when id is null and home is null then 'no_branch'
  end;
  branch_id := coalesce(branch_id, home);
end
$$;

-- Chooses the number to use: { userId, inboxId?, defaultBusinessPhone? }. It is the number of the chosen inbox or, if the inbox has
-- no number, the default. `refusal` is set if there is none.
create or replace function skale_calls.choose_number(
  asked jsonb,
  inbox_id out uuid, branch_id out uuid, business_phone out text, provider_phone_id out text, refusal out text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  agent constant uuid := asked ->> 'userId';
  inbox record;
begin
  select * into inbox
  from skale_calls.choose_inbox(agent, skale_calls.home_branch(agent), (asked ->> 'inboxId')::uuid);
  inbox_id := inbox.id;
  branch_id := inbox.branch_id;
  provider_phone_id := inbox.provider_phone_id;
  business_phone := coalesce(
    '+' || nullif(pg_catalog.regexp_replace(inbox.phone_number, '\D', '', 'g'), ''),
    asked ->> 'defaultBusinessPhone'
  );
  refusal := coalesce(
    inbox.refusal, case when business_phone is null then 'business_number_missing' end
  );
end
$$;

-- The provider that the host names for an inbox, tidied, because people write it into a column; null if it names none.
create or replace function skale_calls.named_provider(inbox_id uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select nullif(pg_catalog.lower(pg_catalog.btrim(skale_calls.inbox_provider(inbox_id))), '')
$$;

-- The provider of an inbox: the one that the host names or, if it names none, the standard provider of the deployment.
create or replace function skale_calls.choose_provider(asked jsonb, inbox_id uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select coalesce(skale_calls.named_provider(inbox_id), asked ->> 'provider')
$$;

create or replace function skale_calls.other_provider(chosen text)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object('outcome', 'other_provider', 'provider', chosen)
$$;

/*
 * Creates the row of an outgoing call before the phone rings. { id, userId, contactPhone | contactUserId, provider, providers,
 * inboxId?, leadId?, defaultBusinessPhone? } -> { outcome, call?, inbox? }, or { outcome: "other_provider", provider } if the
 * inbox's provider is not one of `providers`.
 */
create or replace function public.begin_whatsapp_call(p_call jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_call);
  agent uuid := (asked ->> 'userId')::uuid;
  number record;
  chosen text;
  lead uuid := (asked ->> 'leadId')::uuid;
  call public.whatsapp_calls;
  outcome text := 'exists';
begin
  select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid;
  if call.id is null then
    select * into number from skale_calls.choose_number(asked);
    if number.refusal is not null then
      return skale_calls.refuse(number.refusal);
    end if;
    if lead is not null and not exists (
      select from skale_calls.lead_branch(lead) l
      where l.branch_id is null or skale_calls.can_see(agent, l.branch_id)
    ) then
      return skale_calls.refuse('lead_not_found');
    end if;
    chosen := skale_calls.choose_provider(asked, number.inbox_id);
    if (asked -> 'providers' ? chosen) is false then
      return skale_calls.other_provider(chosen);
    end if;
    insert into public.whatsapp_calls (
      id, call_id, contact_phone, contact_user_id, direction, direction_source, status, started_at, user_id,
      branch_id, inbox_id, lead_id, provider, business_phone, provider_phone_id
    ) values (
      (asked ->> 'id')::uuid, skale_calls.pending_call_id((asked ->> 'id')::uuid), asked ->> 'contactPhone',
      asked ->> 'contactUserId', 'saliente', 'dialled', 'iniciando', now(), agent,
      number.branch_id, number.inbox_id, lead, chosen, number.business_phone, number.provider_phone_id
    )
    -- Without a target, because a request with the same id at the same time can meet the unique call_id first.
    on conflict do nothing
    returning * into call;
    if call.id is not null then
      outcome := 'created';
      perform skale_calls.write_act('dialled', call);
    else
      -- A concurrent request with the same id created the row first, for example after a double click.
      select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid;
    end if;
  end if;

  if outcome = 'exists' and (
    call.user_id is distinct from agent or call.direction_source is distinct from 'dialled'
  ) then
    return skale_calls.refuse('call_id_taken');
  end if;
  return pg_catalog.jsonb_build_object(
    'outcome', outcome, 'call', skale_calls.show_call(call),
    'inbox', skale_calls.show_inbox(call.inbox_id)
  );
end
$$;

/*
 * Sets the provider's id of a dialled call. { id, callId, provider } -> { outcome: "attached" |
 * "call_not_found" | "conflict", call? }. A repeated request with the same input has no effect.
 */
create or replace function public.attach_whatsapp_call(p_call jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_call);
  new_key constant text := asked ->> 'callId';
  known public.whatsapp_calls;
  ghost public.whatsapp_calls;
  call public.whatsapp_calls;
begin
  perform pg_catalog.pg_advisory_xact_lock(skale_calls.lock_key(new_key));
  select * into known from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid for update;
  if known.id is null then
    return skale_calls.refuse('call_not_found');
  end if;
  if known.call_id = new_key then
    call := known;
  else
    select * into ghost from public.whatsapp_calls c where c.call_id = new_key for update;
    if not skale_calls.is_pending(known.call_id) or ghost.direction_source = 'dialled' then
      return skale_calls.refuse('conflict');
    end if;
    if ghost.id is not null then
      call := skale_calls.absorb_ghost(known, ghost);
    else
      call := known;
      call.call_id := new_key;
      call.provider_call_id := new_key;
      call := skale_calls.save_call(known, call);
      update public.whatsapp_call_events e set call_id = new_key where e.call_id = known.call_id;
    end if;
    perform skale_calls.write_act('attached', call);
  end if;
  return pg_catalog.jsonb_build_object('outcome', 'attached', 'call', skale_calls.show_call(call));
end
$$;

/* Finds a call that the user may see: { id, userId } -> { call, agent, inbox } or null. */
create or replace function public.find_whatsapp_call(p_call jsonb)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'call', skale_calls.show_call(c),
    'agent', pg_catalog.jsonb_build_object('id', agent, 'branchId', skale_calls.home_branch(agent)),
    'inbox', skale_calls.show_inbox(c.inbox_id)
  )
  from (select (j ->> 'id')::uuid as id, (j ->> 'userId')::uuid as agent
    from (select skale_calls.unwrap(p_call) as j) as argument) as asked
  join public.whatsapp_calls c using (id)
  where skale_calls.can_see(agent, c.branch_id)
$$;

/* Whether a call that the user may see has this number: { phone, userId } -> boolean. Calls logged by hand are ignored. */
create or replace function public.knows_whatsapp_contact(p_contact jsonb)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select from (select j ->> 'phone' as phone, (j ->> 'userId')::uuid as agent
      from (select skale_calls.unwrap(p_contact) as j) as argument) as asked
    join public.whatsapp_calls c on c.contact_phone = asked.phone
    where not skale_calls.is_logged(c.call_id) and skale_calls.can_see(asked.agent, c.branch_id)
  )
$$;

revoke execute on function
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.find_whatsapp_call(jsonb),
  public.knows_whatsapp_contact(jsonb)
from public;
