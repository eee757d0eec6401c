-- Our own numbers: which inbox a number belongs to, and which side of a call is ours.

-- The phone_key of an inbox's number, which people may type with spaces or other separators.
create or replace function skale_calls.inbox_key(phone_number text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return skale_calls.phone_key('+' || pg_catalog.regexp_replace(phone_number, '\D', '', 'g'));
end
$$;

-- Finds the inbox of one of our numbers by the provider's id of the number or, if no inbox has this id, by the number itself.
-- phone_key is expensive and every webhook calls this function, so the last digits are compared first.
create or replace function skale_calls.find_inbox(phone text, phone_id text)
returns table (id uuid, branch_id uuid, phone_number text)
language plpgsql
stable
rows 1
set search_path = ''
as $$
declare
  key constant text := skale_calls.phone_key(phone);
begin
  if phone_id is not null then
    return query
      select i.id, i.branch_id, i.phone_number from skale_calls.inboxes() i
      where i.provider_phone_id = phone_id order by i.id limit 1;
  end if;
  if not found and key is not null then
    return query
      select i.id, i.branch_id, i.phone_number from skale_calls.inboxes() i
      where pg_catalog.right(pg_catalog.regexp_replace(i.phone_number, '\D', '', 'g'), 4)
          = pg_catalog.right(key, 4)
        and skale_calls.inbox_key(i.phone_number) = key
      order by i.id limit 1;
  end if;
end
$$;

create or replace function skale_calls.show_inbox(inbox_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'id', i.id, 'phoneNumber', i.phone_number, 'providerPhoneId', i.provider_phone_id,
    'provider', skale_calls.named_provider(i.id)
  )
  from skale_calls.inboxes() i where i.id = show_inbox.inbox_id
$$;

-- Derives the direction of a flat payload from our inboxes. The contact is the side that is not ours (core: placeParties).
create or replace function skale_calls.place_parties(facts jsonb, parties jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  from_is_ours boolean := exists (select from skale_calls.find_inbox(parties ->> 'from', null));
  to_is_ours boolean := exists (select from skale_calls.find_inbox(parties ->> 'to', null));
begin
  if from_is_ours = to_is_ours then
    return facts;
  end if;
  return facts || pg_catalog.jsonb_build_object(
    'direction', case when from_is_ours then 'saliente' else 'entrante' end,
    'direction_source', 'inbox',
    'contact_phone', parties -> case when from_is_ours then 'to' else 'from' end,
    'business_phone', parties -> case when from_is_ours then 'from' else 'to' end
  );
end
$$;
