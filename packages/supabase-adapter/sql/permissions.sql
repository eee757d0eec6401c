-- Consent: whether a contact may be called from a business number. Answers and requests are rows that only grow, and the state is
-- computed from all rows of both parties (core: readCallPermission). So an expired permission needs no job.

-- The rows of a contact are found by keys: the phone_key of a phone, or a WhatsApp user id. This function returns the keys that rows
-- join to the given key (core: joinKeys): a row that names a phone and a user id joins both, and so does a reply together with the
-- request that it answers.
create or replace function skale_calls.joined_contact_keys(key text)
returns text[]
language sql
stable
set search_path = ''
as $$
  with joined as (
    select key as k
    union all
    select pg_catalog.unnest(array[p.contact_key, p.contact_user_id])
    from public.whatsapp_call_permissions p
    where p.contact_key = key or p.contact_user_id = key
    union all
    select pg_catalog.unnest(array[r.contact_key, r.contact_user_id])
    from public.whatsapp_call_permission_requests r
    where r.contact_key = key or r.contact_user_id = key
    union all
    select pg_catalog.unnest(array[p.contact_key, p.contact_user_id])
    from public.whatsapp_call_permission_requests r
    join public.whatsapp_call_permissions p on p.context_id = r.message_id
    where r.contact_key = key or r.contact_user_id = key
    union all
    select pg_catalog.unnest(array[r.contact_key, r.contact_user_id])
    from public.whatsapp_call_permissions p
    join public.whatsapp_call_permission_requests r on r.message_id = p.context_id
    where p.contact_key = key or p.contact_user_id = key
    union all
    select pg_catalog.unnest(array[m.contact_key, m.contact_user_id])
    from public.whatsapp_call_contact_changes m
    where m.contact_key = key or m.contact_user_id = key
    union all
    select pg_catalog.unnest(array[skale_calls.phone_key(c.contact_phone), c.contact_user_id])
    from public.whatsapp_calls c
    where c.contact_user_id = key
      or (
        pg_catalog.right(c.contact_phone, 7) = pg_catalog.right(key, 7)
        and skale_calls.phone_key(c.contact_phone) = key
      )
  )
  select pg_catalog.array_agg(distinct j.k) from joined j where j.k is not null
$$;

-- The keys that are known to belong to the same contact as the given key: the joined ones, and the user ids before and after all
-- changes (core: followChanges). A phone that is asked for does not lead to the user ids after a change to another number, because
-- somebody else can have the former number now.
create or replace function skale_calls.contact_keys(key text)
returns text[]
language sql
stable
set search_path = ''
as $$
  with recursive followed as (
    select pg_catalog.unnest(skale_calls.joined_contact_keys(key)) as k
    union
    select case when m.contact_user_id = f.k then m.previous_user_id else m.contact_user_id end
    from followed f
    join public.whatsapp_call_contact_changes m
      on m.contact_user_id = f.k
      or m.previous_user_id = f.k
        and (key !~ '^[+0-9]+$' or m.contact_key is null or m.contact_key = key)
  )
  select pg_catalog.array_agg(distinct f.k) from followed f
$$;

-- Keeps a change of a contact that joins two user ids. A former number is not joined, because somebody else can get it.
create or replace function skale_calls.save_contact_change(event jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  if event #>> '{contact,userId}' is null or event #>> '{previous,userId}' is null then
    return false;
  end if;
  insert into public.whatsapp_call_contact_changes (
    event_id, contact_phone, contact_key, contact_user_id, previous_user_id, occurred_at
  ) values (
    event ->> 'id', event #>> '{contact,phone}',
    case
      when coalesce(event #>> '{contact,phone}', event #>> '{previous,phone}') is not null
        then coalesce(skale_calls.phone_key(event #>> '{contact,phone}'), event #>> '{contact,userId}')
    end,
    event #>> '{contact,userId}', event #>> '{previous,userId}', (event ->> 'occurredAt')::timestamptz
  )
  on conflict do nothing;
  return found;
end
$$;

-- The keys of a business number: its phone_key, and the provider's id of it.
create or replace function skale_calls.business_keys(phone text, phone_id text)
returns text[]
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.array_remove(array[skale_calls.phone_key(phone), phone_id], null)
$$;

-- The calls of a contact with a business number, both given by their keys. All forms of a number end with the same digits, which have
-- an index. The function has no `set`, so that Postgres inlines it into the calling query.
create or replace function skale_calls.calls_between(contacts text[], businesses text[])
returns setof public.whatsapp_calls
language sql
stable
as $$
  select c.* from public.whatsapp_calls c
  where (
      c.contact_user_id = any (contacts)
      or (
        pg_catalog.right(c.contact_phone, 7)
          = any (array(select pg_catalog.right(k, 7) from pg_catalog.unnest(contacts) as k))
        and skale_calls.phone_key(c.contact_phone) = any (contacts)
      )
    )
    and (
      skale_calls.phone_key(c.business_phone) = any (businesses)
      or c.provider_phone_id = any (businesses)
    )
$$;

-- Computes the permission of a contact and a business number, given by their keys, at a time (core: readCallPermission).
create or replace function skale_calls.call_permission(contacts text[], businesses text[], at timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  verdicts constant public.whatsapp_call_permissions[] := array(
    select p from public.whatsapp_call_permissions p
    where (p.contact_key = any (contacts) or p.contact_user_id = any (contacts))
      and (p.business_key = any (businesses) or p.provider_phone_id = any (businesses))
  );
  requests constant public.whatsapp_call_permission_requests[] := array(
    select r from public.whatsapp_call_permission_requests r
    where (r.contact_key = any (contacts) or r.contact_user_id = any (contacts))
      and (r.business_key = any (businesses) or r.provider_phone_id = any (businesses))
    order by skale_calls.asked_at(r) desc, r.id desc
  );
  newest constant public.whatsapp_call_permission_requests := requests[1];
  verdict public.whatsapp_call_permissions;
  told public.whatsapp_call_permissions;
  decided_at timestamptz;
  state text := 'none';
  may_call boolean;
  settled_at timestamptz;
  revoked_at timestamptz;
  talked_at timestamptz;
  unanswered bigint;
  refused_at timestamptz;
  refused_until timestamptz;
  requests_left int;
  next_at timestamptz;
begin
  select v.* into verdict from pg_catalog.unnest(verdicts) as v
  order by v.occurred_at desc, (v.status = 'no_permission') desc, v.event_id collate "C" desc
  limit 1;
  decided_at := verdict.occurred_at;
  -- A refusal of the provider ends a consent, but it does not replace the contact's own refusal.
  if skale_calls.is_learnt_refusal(verdict) then
    select v.* into told from pg_catalog.unnest(verdicts) as v
    where not skale_calls.is_learnt_refusal(v)
    order by v.occurred_at desc, (v.status = 'no_permission') desc, v.event_id collate "C" desc
    limit 1;
    if told.status = 'no_permission' then
      verdict := told;
    end if;
  end if;
  if verdict.id is not null then
    state := skale_calls.verdict_state(verdict, at);
  end if;
  may_call := state in ('temporary', 'permanent');

  -- A reply settles the request that it names and all earlier ones. A reply that names no known request settles the requests from
  -- before its time.
  select
    max(coalesce(
      (
        select max(skale_calls.asked_at(r)) from pg_catalog.unnest(requests) as r
        where r.message_id = v.context_id
      ),
      v.occurred_at
    )) filter (where skale_calls.is_reply(v)),
    max(v.occurred_at) filter (where v.status = 'no_permission' and v.source = 'automatic')
  into settled_at, revoked_at
  from pg_catalog.unnest(verdicts) as v;

  select max(c.answered_at) into talked_at from skale_calls.calls_between(contacts, businesses) as c;
  select count(*) into unanswered
  from skale_calls.calls_between(contacts, businesses) as c
  where skale_calls.is_unanswered(c)
    and coalesce(c.started_at, c.created_at) > coalesce(greatest(talked_at, revoked_at), '-infinity');

  -- The requests that count: since the last connected call, without those that failed.
  select min(greatest(l.most - u.used, 0)), max(u.times[l.most] + l.life) filter (where u.used >= l.most)
  into requests_left, next_at
  from skale_calls.request_limits() as l, lateral (
    select
      count(*) filter (where s.asked_at > at - l.life)::int as used,
      pg_catalog.array_agg(s.asked_at order by s.asked_at desc) as times
    from (select skale_calls.asked_at(r) as asked_at, r from pg_catalog.unnest(requests) as r) as s
    where not skale_calls.has_failed(s.r) and s.asked_at > coalesce(talked_at, '-infinity')
  ) as u;
  -- WhatsApp refused a request because of a limit, and no call was connected since.
  select max(r.failed_at) into refused_at
  from pg_catalog.unnest(requests) as r where skale_calls.has_hit_limit(r);
  if refused_at > coalesce(talked_at, '-infinity') then
    refused_until := refused_at + skale_calls.refusal_life();
    next_at := greatest(next_at, refused_until);
    if refused_until > at then
      requests_left := 0;
    end if;
  end if;

  return pg_catalog.jsonb_build_object(
    'status', case
      when not may_call and exists (
        select from pg_catalog.unnest(requests) as r
        where not skale_calls.has_failed(r)
          and skale_calls.asked_at(r) > coalesce(settled_at, '-infinity')
          and skale_calls.answerable_from(r) > at - skale_calls.request_life()
      ) then 'requested'
      else state
    end,
    'expires_at', case when state = 'temporary' then skale_calls.expiry_of(verdict) end,
    'source', verdict.source,
    'decided_at', decided_at,
    'request', case
      when newest.id is not null then pg_catalog.jsonb_build_object(
        'id', newest.id,
        'message_id', newest.message_id,
        'requested_at', skale_calls.asked_at(newest),
        'status', skale_calls.request_status(newest),
        'error_code', newest.error_code
      )
    end,
    'requests', pg_catalog.jsonb_build_object(
      'left', requests_left, 'next_at', case when requests_left = 0 then next_at end
    ),
    'unanswered_calls', unanswered,
    'may_call', may_call
  );
end
$$;

-- Stores an answer about a permission. Returns whether it wrote a row.
create or replace function skale_calls.save_permission(event jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  contact_phone text := event #>> '{contact,phone}';
  contact_user_id text := event #>> '{contact,userId}';
  business_phone text := event #>> '{business,phone}';
  phone_id text := event #>> '{business,phoneId}';
  inbox record;
  contact_key text := coalesce(skale_calls.phone_key(contact_phone), contact_user_id);
begin
  if contact_key is null then
    return false;
  end if;
  select * into inbox from skale_calls.find_inbox(business_phone, phone_id);
  insert into public.whatsapp_call_permissions (
    contact_key, business_key, contact_phone, contact_user_id, business_phone, provider_phone_id,
    branch_id, status, expires_at, source, context_id, occurred_at, event_id
  ) values (
    contact_key,
    coalesce(
      skale_calls.phone_key(business_phone), skale_calls.inbox_key(inbox.phone_number), phone_id, ''
    ),
    contact_phone, contact_user_id, business_phone, phone_id, inbox.branch_id,
    skale_calls.permission_status(event),
    (event ->> 'expiresAt')::timestamptz, event ->> 'source', event ->> 'contextId',
    (event ->> 'occurredAt')::timestamptz, event ->> 'id'
  )
  on conflict do nothing;
  return found;
end
$$;

-- Merges a step of a permission request into its row (core: mergeRequests): of two values, the smaller one stays. Returns whether
-- the row changed. A webhook may create the row.
create or replace function skale_calls.merge_permission_request(said public.whatsapp_call_permission_requests)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  known public.whatsapp_call_permission_requests;
  merged public.whatsapp_call_permission_requests;
begin
  insert into public.whatsapp_call_permission_requests (id) values (said.id) on conflict do nothing;
  select * into known from public.whatsapp_call_permission_requests r where r.id = said.id for update;
  merged := known;
  merged.provider := coalesce(known.provider, said.provider);
  merged.user_id := coalesce(known.user_id, said.user_id);
  merged.branch_id := coalesce(known.branch_id, said.branch_id);
  merged.contact_phone := least(known.contact_phone collate "C", said.contact_phone);
  merged.contact_user_id := least(known.contact_user_id collate "C", said.contact_user_id);
  merged.business_phone := least(known.business_phone collate "C", said.business_phone);
  merged.provider_phone_id := least(known.provider_phone_id collate "C", said.provider_phone_id);
  merged.message_id := least(known.message_id collate "C", said.message_id);
  merged.error_code := least(known.error_code collate "C", said.error_code);
  merged.requested_at := least(known.requested_at, said.requested_at);
  merged.sent_at := least(known.sent_at, said.sent_at);
  merged.delivered_at := least(known.delivered_at, said.delivered_at);
  merged.read_at := least(known.read_at, said.read_at);
  merged.failed_at := least(known.failed_at, said.failed_at);
  merged.contact_key := coalesce(skale_calls.phone_key(merged.contact_phone), merged.contact_user_id);
  merged.business_key := coalesce(skale_calls.phone_key(merged.business_phone), merged.provider_phone_id);
  if merged is not distinct from known then
    return false;
  end if;
  update public.whatsapp_call_permission_requests r set
    provider = merged.provider,
    user_id = merged.user_id,
    branch_id = merged.branch_id,
    contact_key = merged.contact_key,
    business_key = merged.business_key,
    contact_phone = merged.contact_phone,
    contact_user_id = merged.contact_user_id,
    business_phone = merged.business_phone,
    provider_phone_id = merged.provider_phone_id,
    message_id = merged.message_id,
    requested_at = merged.requested_at,
    sent_at = merged.sent_at,
    delivered_at = merged.delivered_at,
    read_at = merged.read_at,
    failed_at = merged.failed_at,
    error_code = merged.error_code,
    updated_at = now()
  where r.id = said.id;
  return true;
end
$$;

-- Stores a step of a permission request from an event. Returns whether the row changed.
create or replace function skale_calls.save_permission_request(event jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  said public.whatsapp_call_permission_requests;
begin
  said := pg_catalog.jsonb_populate_record(
    null::public.whatsapp_call_permission_requests,
    pg_catalog.jsonb_build_object(
      'id', event ->> 'requestId',
      'provider', nullif(event ->> 'provider', 'skale'),
      'contact_phone', event #>> '{contact,phone}',
      'contact_user_id', event #>> '{contact,userId}',
      'business_phone', event #>> '{business,phone}',
      'provider_phone_id', event #>> '{business,phoneId}',
      'message_id', event ->> 'messageId',
      'error_code', event ->> 'errorCode',
      (event ->> 'status') || '_at', event ->> 'occurredAt'
    )
  );
  select i.branch_id into said.branch_id
  from skale_calls.find_inbox(said.business_phone, said.provider_phone_id) i;
  return skale_calls.merge_permission_request(said);
end
$$;

-- The keys of the contact that the arguments of an RPC name: { contactPhone | contactUserId }.
create or replace function skale_calls.asked_contact_keys(asked jsonb)
returns text[]
language sql
stable
set search_path = ''
as $$
  select skale_calls.contact_keys(
    coalesce(skale_calls.phone_key(asked ->> 'contactPhone'), asked ->> 'contactUserId')
  )
$$;

/*
 * Reads whether a contact may be called from the number that would be chosen for dialling. { userId, contactPhone |
 * contactUserId, inboxId?, defaultBusinessPhone? } -> { outcome: "found", permission, businessPhone, provider } or a refusal.
 * `provider` is null if the inbox names none.
 */
create or replace function public.find_whatsapp_permission(p_permission jsonb)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_permission);
  number record;
begin
  select * into number from skale_calls.choose_number(asked);
  if number.refusal is not null then
    return skale_calls.refuse(number.refusal);
  end if;
  return pg_catalog.jsonb_build_object(
    'outcome', 'found',
    'businessPhone', number.business_phone,
    'provider', skale_calls.named_provider(number.inbox_id),
    'permission', skale_calls.call_permission(
      skale_calls.asked_contact_keys(asked),
      skale_calls.business_keys(number.business_phone, number.provider_phone_id),
      now()
    )
  );
end
$$;

/*
 * Writes a permission request before its message is sent. { id, userId, contactPhone | contactUserId, provider, providers,
 * inboxId?, defaultBusinessPhone? } -> { outcome: "created" | "exists", permission, businessPhone, provider },
 * { outcome: "permission_limit" | "permission_already_granted", permission }, { outcome: "other_provider", provider } if the
 * inbox's provider is not one of `providers`, or a refusal. Requests from the same number wait for each other, so that the second
 * one sees the first.
 */
create or replace function public.begin_whatsapp_permission_request(p_request jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_request);
  request_id constant uuid := asked ->> 'id';
  number record;
  chosen text;
  contacts text[];
  businesses text[];
  said public.whatsapp_call_permission_requests;
  known public.whatsapp_call_permission_requests;
  permission jsonb;
  outcome text := 'exists';
begin
  select * into number from skale_calls.choose_number(asked);
  if number.refusal is not null then
    return skale_calls.refuse(number.refusal);
  end if;
  businesses := skale_calls.business_keys(number.business_phone, number.provider_phone_id);
  perform pg_catalog.pg_advisory_xact_lock(skale_calls.lock_key('permission ' || businesses[1]));
  contacts := skale_calls.asked_contact_keys(asked);
  permission := skale_calls.call_permission(contacts, businesses, now());
  select * into known from public.whatsapp_call_permission_requests r where r.id = request_id;
  chosen := skale_calls.choose_provider(asked, number.inbox_id);
  if known.id is null then
    if (asked -> 'providers' ? chosen) is false then
      return skale_calls.other_provider(chosen);
    end if;
    outcome := case
      when permission ->> 'status' = 'permanent' then 'permission_already_granted'
      when permission #>> '{requests,left}' = '0' then 'permission_limit'
      else 'created'
    end;
  elsif known.user_id <> (asked ->> 'userId')::uuid
    or (known.contact_key = any (contacts) or known.contact_user_id = any (contacts)) is not true
    or (known.business_key = any (businesses) or known.provider_phone_id = any (businesses)) is not true
  then
    return skale_calls.refuse('request_id_taken');
  end if;
  -- A row without an agent was created by a webhook about the message, so the message was sent before.
  if outcome = 'created' or outcome = 'exists' and known.user_id is null then
    said.id := request_id;
    said.provider := chosen;
    said.user_id := asked ->> 'userId';
    said.branch_id := number.branch_id;
    said.contact_phone := asked ->> 'contactPhone';
    said.contact_user_id := asked ->> 'contactUserId';
    said.business_phone := number.business_phone;
    said.provider_phone_id := number.provider_phone_id;
    said.requested_at := now();
    perform skale_calls.merge_permission_request(said);
    if outcome = 'created' then
      insert into public.whatsapp_call_events (provider, event_id, kind, occurred_at, outcome)
      values ('skale', request_id || ':permission_request:requested', 'permission_request', now(), 'applied')
      on conflict do nothing;
    end if;
    permission := skale_calls.call_permission(contacts, businesses, now());
  end if;
  return pg_catalog.jsonb_build_object(
    'outcome', outcome, 'permission', permission, 'businessPhone', number.business_phone, 'provider', chosen
  );
end
$$;

revoke execute on function
  public.find_whatsapp_permission(jsonb),
  public.begin_whatsapp_permission_request(jsonb)
from public;
