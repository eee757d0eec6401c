-- The right of a person to have their data deleted.

/*
 * Deletes everything about one contact: { phone } in E.164, or { userId } -> { calls, paths }, the number of calls and the paths
 * of their files. It includes the phones and the WhatsApp user ids that are known to belong to the same contact. By a phone, it does
 * not include user ids that only a change joins, because somebody else can have a former number now. Calls, sessions and claims are
 * deleted, the consent, and every entry of the ledger about them, also one that belongs to no call and has a number, in any form, or an
 * id of the contact in its payload. The rows of stored files stay without their call until the worker has deleted the files. Leads
 * belong to the host.
 */
create or replace function public.erase_whatsapp_contact(p_contact jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_contact);
  phone_keys text[] := array_remove(array[skale_calls.phone_key(asked ->> 'phone')], null);
  user_ids text[] := array_remove(array[asked ->> 'userId'], null);
  contact_keys text[];
  phones text[];
  call_ids text[];
  paths jsonb;
begin
  if pg_catalog.cardinality(phone_keys || user_ids) <> 1 then
    raise exception 'Name one contact: a phone or a userId.' using errcode = 'invalid_parameter_value';
  end if;
  if asked ->> 'phone' !~ '^\+[1-9][0-9]{6,14}$' then
    raise exception 'Write the phone in E.164, such as +525512345678.' using errcode = 'invalid_parameter_value';
  end if;
  contact_keys := case
    when pg_catalog.cardinality(phone_keys) = 1 then skale_calls.joined_contact_keys(phone_keys[1])
    else skale_calls.contact_keys(user_ids[1])
  end;
  phone_keys := array(select k from pg_catalog.unnest(contact_keys) as k where k ~ '^[+0-9]+$');
  user_ids := array(select k from pg_catalog.unnest(contact_keys) as k where k !~ '^[+0-9]+$');

  with erased as (
    delete from public.whatsapp_calls c
    where skale_calls.phone_key(c.contact_phone) = any (phone_keys)
      or c.contact_user_id = any (user_ids)
    returning c.id, c.call_id, c.contact_phone
  )
  select coalesce(array_agg(e.call_id), '{}'),
    array_remove(array_agg(distinct e.contact_phone) || (asked ->> 'phone'), null),
    (
      select coalesce(pg_catalog.jsonb_agg(f.path), '[]')
      from public.whatsapp_call_media m
      cross join lateral (values (m.path), (m.attempt_path)) as f (path)
      where f.path is not null and (
        m.call in (select id from erased)
        -- Files that already wait for their deletion.
        or m.call is null
          and pg_catalog.split_part(m.path, '/', 2) in (select id::text from erased)
      )
    )
  into call_ids, phones, paths
  from erased e;

  with erased as (
    delete from public.whatsapp_call_permissions p
    where p.contact_key = any (contact_keys) or p.contact_user_id = any (user_ids)
      or skale_calls.phone_key(p.contact_phone) = any (phone_keys)
    returning p.contact_phone
  )
  select phones || coalesce(array_agg(distinct e.contact_phone), '{}') into phones from erased e;
  with erased as (
    delete from public.whatsapp_call_permission_requests r
    where r.contact_key = any (contact_keys) or r.contact_user_id = any (user_ids)
      or skale_calls.phone_key(r.contact_phone) = any (phone_keys)
    returning r.contact_phone
  )
  select array_remove(phones || coalesce(array_agg(distinct e.contact_phone), '{}'), null)
  into phones
  from erased e;

  delete from public.whatsapp_call_contact_changes m
  where m.contact_user_id = any (user_ids) or m.previous_user_id = any (user_ids)
    or m.contact_key = any (phone_keys);

  delete from public.whatsapp_call_events e
  where e.call_id = any (call_ids)
    or e.payload is not null and exists (
      select from pg_catalog.unnest(user_ids || array(
        select distinct pg_catalog.regexp_replace(a, '\D', '', 'g')
        from pg_catalog.unnest(phones || phone_keys) as p
        cross join pg_catalog.unnest(skale_calls.phone_aliases(p)) as a
      )) as trace
      -- A shorter text may be a part of anything.
      where pg_catalog.length(trace) >= 8 and pg_catalog.strpos(e.payload::text, trace) > 0
    );
  return pg_catalog.jsonb_build_object(
    'calls', pg_catalog.cardinality(call_ids), 'paths', paths
  );
end
$$;

revoke execute on function public.erase_whatsapp_contact(jsonb) from public;
