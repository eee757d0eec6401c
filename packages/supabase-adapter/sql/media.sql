-- Recordings and transcripts: a queue of what is to be stored, and the deletion of what is no longer kept. The lock of a call
-- is always taken before that of its media.

-- Where an attempt stores its file (core: mediaPath). Every attempt has a path of its own, so that a late attempt never overwrites
-- the file of a newer one. The branch is the one that the call has at that time.
create or replace function skale_calls.media_path(branch uuid, call uuid, kind text, attempt int)
returns text
language sql
immutable
set search_path = ''
as $$
  select coalesce(media_path.branch::text, 'unassigned') || '/' || media_path.call || '/' || media_path.kind || '-'
    || media_path.attempt
$$;

-- Leaves a file to the worker, which deletes it: the file of a row without a call. The file may not exist.
create or replace function skale_calls.discard_file(media public.whatsapp_call_media, path text, due_at timestamptz)
returns void
language sql
set search_path = ''
as $$
  insert into public.whatsapp_call_media (kind, asset_id, status, path, leased_until)
  select media.kind, media.asset_id, 'removed', discard_file.path, discard_file.due_at
  where discard_file.path is not null
$$;

-- Puts the recording and the transcript of a call into the queue. The functions that write calls call this function. A newer file
-- replaces the one that is stored; that one stays until the newer one is stored.
create or replace function skale_calls.queue_media(call public.whatsapp_calls)
returns void
language sql
set search_path = ''
as $$
  insert into public.whatsapp_call_media as m (call, kind, asset_id)
  select call.id, asset.kind, asset.id
  from (values
    ('recording', call.recording_asset), ('transcript', call.transcript_asset)
  ) as asset (kind, id)
  where asset.id is not null
  on conflict on constraint whatsapp_call_media_call_kind_key do update set
    asset_id = excluded.asset_id,
    status = 'pending',
    -- The result of a running attempt no longer counts.
    attempts = m.attempts + 1,
    faults = 0,
    next_at = now(),
    leased_until = '-infinity',
    created_at = now()
  where m.asset_id <> excluded.asset_id and m.status <> 'removed'
$$;

-- Moves the media of a ghost to the dialled call that absorbs it.
create or replace function skale_calls.move_media(ghost uuid, dialled uuid)
returns void
language sql
set search_path = ''
as $$
  update public.whatsapp_call_media m set call = move_media.dialled
  where m.call = move_media.ghost and not exists (
    select from public.whatsapp_call_media o where o.call = move_media.dialled and o.kind = m.kind
  )
$$;

create or replace function skale_calls.show_media(media public.whatsapp_call_media)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'kind', media.kind, 'status', media.status, 'attempts', media.attempts, 'path', media.path,
    'media_type', media.media_type, 'bytes', media.bytes, 'sha256', media.sha256,
    'error_code', media.error_code, 'next_at', media.next_at, 'stored_at', media.stored_at
  )
$$;

/*
 * Leases what is due to one instance, the longest due first: { limit, lifetimes?, lifetime? } ->
 * [{ id, callId, kind, provider, inboxProvider, assetId, attempt, faults, path }].
 * Concurrent instances skip each other's rows. What the provider has deleted expires. The path of an earlier attempt whose result
 * was never saved is deleted after one more lease, because that attempt may still be writing.
 */
create or replace function public.lease_whatsapp_call_media(p_options jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  options constant jsonb := skale_calls.unwrap(p_options);
  shortest constant interval := (
    select min(skale_calls.media_lifetime(options, p.name, null))
    from (
      select null as name
      union all
      select pg_catalog.jsonb_object_keys(options -> 'lifetimes')
    ) as p
  );
  leases jsonb := '[]';
  leased public.whatsapp_call_media;
  call public.whatsapp_calls;
begin
  update public.whatsapp_call_media set status = 'expired' where id in (
    select m.id from public.whatsapp_call_media m
    left join public.whatsapp_calls c on c.id = m.call
    where m.status = 'pending' and m.leased_until <= now()
      -- This condition has an index.
      and m.created_at < now() - shortest
      -- Postgres inlines this function, and so looks for the inbox only if the call's provider has no lifetime.
      and m.created_at < now()
        - skale_calls.media_lifetime(options, c.provider, skale_calls.named_provider(c.inbox_id))
    for update of m skip locked
  );
  for leased in
    select * from public.whatsapp_call_media m
    where m.status = 'pending' and m.call is not null and m.next_at <= now() and m.leased_until <= now()
    -- In the order of the index, so that Postgres reads no more rows than it returns.
    order by m.next_at
    limit (options ->> 'limit')::int
    for update skip locked
  loop
    select * into call from public.whatsapp_calls c where c.id = leased.call;
    perform skale_calls.discard_file(leased, leased.attempt_path, now() + skale_calls.media_lease());
    leased.attempts := leased.attempts + 1;
    update public.whatsapp_call_media m set
      attempts = leased.attempts,
      leased_until = now() + skale_calls.media_lease(),
      -- Counts if no result is saved.
      next_at = now() + skale_calls.media_pause(leased.attempts),
      attempt_path = skale_calls.media_path(call.branch_id, call.id, m.kind, leased.attempts)
    where m.id = leased.id
    returning m.* into leased;
    leases := leases || pg_catalog.jsonb_build_object(
      'id', leased.id, 'callId', leased.call, 'kind', leased.kind, 'provider', call.provider,
      'inboxProvider', skale_calls.named_provider(call.inbox_id), 'assetId', leased.asset_id,
      'attempt', leased.attempts, 'faults', leased.faults, 'path', leased.attempt_path
    );
  end loop;
  return leases;
end
$$;

/*
 * Stores the result of an attempt: { id, attempt, outcome: "stored", mediaType, bytes, sha256, transcript? } or
 * { id, attempt, outcome: "failed", errorCode, isFault, isFinal, mayHaveFile } -> the status, or "superseded" if another attempt has
 * started since, or the row is gone. The file that a new one replaces is left to the worker.
 */
create or replace function public.settle_whatsapp_call_media(p_result jsonb)
returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  result constant jsonb := skale_calls.unwrap(p_result);
  is_stored constant boolean := result ->> 'outcome' = 'stored';
  is_fault constant boolean := coalesce((result ->> 'isFault')::boolean, false);
  known public.whatsapp_calls;
  call public.whatsapp_calls;
  media public.whatsapp_call_media;
  is_newer boolean;
begin
  select c.* into known
  from public.whatsapp_calls c
  join public.whatsapp_call_media m on m.call = c.id
  where m.id = (result ->> 'id')::uuid
  for update of c;
  select * into media from public.whatsapp_call_media m
  where m.id = (result ->> 'id')::uuid
    and m.status = 'pending' and m.attempts = (result ->> 'attempt')::int
  for update;
  if media.id is null then
    return 'superseded';
  end if;
  is_newer := media.path is not null;
  if is_stored then
    perform skale_calls.discard_file(media, media.path, '-infinity');
  end if;
  update public.whatsapp_call_media m set
    status = case
      when is_stored then 'stored'
      when (result ->> 'isFinal')::boolean then 'failed'
      else 'pending'
    end,
    path = case when is_stored then m.attempt_path else m.path end,
    attempt_path = case when (result ->> 'mayHaveFile')::boolean then m.attempt_path end,
    media_type = coalesce(result ->> 'mediaType', m.media_type),
    bytes = coalesce((result ->> 'bytes')::bigint, m.bytes),
    sha256 = coalesce(result ->> 'sha256', m.sha256),
    error_code = result ->> 'errorCode',
    stored_at = case when is_stored then now() else m.stored_at end,
    faults = m.faults + is_fault::int,
    next_at = case
      when is_stored then m.next_at
      when is_fault then now() + skale_calls.media_pause(m.faults + 1)
      else now() + skale_calls.media_pause(m.attempts)
    end,
    leased_until = '-infinity'
  where m.id = media.id
  returning * into media;
  if known.id is not null and result ->> 'transcript' is not null then
    call := known;
    -- The text of a newer file replaces that of the older one.
    if is_newer then
      call.transcript := null;
    end if;
    call := skale_calls.merge_facts(call, skale_calls.fit_texts(pg_catalog.jsonb_populate_record(
      null::public.whatsapp_calls,
      pg_catalog.jsonb_build_object('transcript', result ->> 'transcript')
    )));
    perform skale_calls.save_call(known, call);
  end if;
  return media.status;
end
$$;

/* Reads the recording or transcript of a call: { callId, kind } -> the media or null. */
create or replace function public.find_whatsapp_call_media(p_media jsonb)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select skale_calls.show_media(m)
  from (select skale_calls.unwrap(p_media) as j) as argument
  join public.whatsapp_call_media m on m.call = (j ->> 'callId')::uuid and m.kind = j ->> 'kind'
$$;

/*
 * Makes what is not stored of a call due now: { id, userId } -> [media], or null if the user may not see the call.
 * A running attempt continues, and no second one starts beside it.
 */
create or replace function public.retry_whatsapp_call_media(p_act jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  act constant jsonb := skale_calls.unwrap(p_act);
  known public.whatsapp_calls;
begin
  select * into known from public.whatsapp_calls c where c.id = (act ->> 'id')::uuid;
  if known.id is null or skale_calls.can_see((act ->> 'userId')::uuid, known.branch_id) is not true then
    return null;
  end if;
  update public.whatsapp_call_media m set
    -- Otherwise what has expired would expire again at once.
    created_at = case when m.status = 'pending' then m.created_at else now() end,
    status = 'pending',
    next_at = now()
  where m.call = known.id and skale_calls.is_retriable_media(m.status);
  return (
    select coalesce(pg_catalog.jsonb_agg(skale_calls.show_media(m) order by m.kind), '[]')
    from public.whatsapp_call_media m where m.call = known.id
  );
end
$$;

-- The days for which the media of a branch are kept; null without a limit.
create or replace function skale_calls.retention_days(branch uuid)
returns int
language sql
stable
set search_path = ''
as $$
  select r.days from public.whatsapp_call_retention r
  where r.branch_id = retention_days.branch or r.branch_id is null
  order by r.branch_id is null
  limit 1
$$;

-- Whether the retention period of a call is over, by the time at which its row was created.
create or replace function skale_calls.is_past_retention(call public.whatsapp_calls)
returns boolean
language sql
stable
set search_path = ''
as $$
  select call.created_at
    < now() - pg_catalog.make_interval(days => skale_calls.retention_days(call.branch_id))
$$;

/*
 * Leases files that must be deleted: { limit } -> [{ id, path }]. Their retention period is over, their call was deleted, or
 * they belong to an attempt that no other one follows or that another one has replaced. What has no file is settled here: rows of
 * the queue, and in calls whose period is over the transcript, the address of a recording and the payloads in the ledger, which
 * contain both.
 */
create or replace function public.lease_whatsapp_media_removals(p_options jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  most constant int := (skale_calls.unwrap(p_options) ->> 'limit')::int;
  shortest constant int := (select min(r.days) from public.whatsapp_call_retention r);
  known public.whatsapp_calls;
  call public.whatsapp_calls;
  media public.whatsapp_call_media;
  leases jsonb;
begin
  if shortest is not null then
    for known in
      select * from public.whatsapp_calls c
      where (c.transcript is not null or c.recording_url is not null)
        and c.created_at < now() - pg_catalog.make_interval(days => shortest)
        and skale_calls.is_past_retention(c)
      order by c.created_at
      limit most
      for update skip locked
    loop
      call := known;
      call.transcript := null;
      call.recording_url := null;
      perform skale_calls.save_call(known, call);
      update public.whatsapp_call_events e set payload = null
      where e.call_id = call.call_id and e.payload is not null;
    end loop;
    update public.whatsapp_call_media m set status = 'removed'
    from public.whatsapp_calls c
    where c.id = m.call and m.path is null and m.status <> 'removed' and m.leased_until <= now()
      and c.created_at < now() - pg_catalog.make_interval(days => shortest)
      and skale_calls.is_past_retention(c);
  end if;
  -- What an attempt left that no other one follows.
  for media in
    select * from public.whatsapp_call_media m
    where m.attempt_path is not null and m.leased_until <= now()
      and (m.status <> 'pending' or m.call is null)
    order by m.leased_until
    limit most
    for update skip locked
  loop
    perform skale_calls.discard_file(media, media.attempt_path, '-infinity');
    update public.whatsapp_call_media m set attempt_path = null where m.id = media.id;
  end loop;
  delete from public.whatsapp_call_media m
  where m.call is null and m.path is null and m.attempt_path is null and m.leased_until <= now();
  with orphans as (
    select m.id from public.whatsapp_call_media m
    where m.call is null and m.path is not null and m.leased_until <= now()
    limit most
    for update skip locked
  ), old as (
    select m.id from public.whatsapp_call_media m
    join public.whatsapp_calls c on c.id = m.call
    where shortest is not null and m.path is not null and m.leased_until <= now()
      and c.created_at < now() - pg_catalog.make_interval(days => shortest)
      and skale_calls.is_past_retention(c)
    limit most - (select count(*) from orphans)
    for update of m skip locked
  ), due as (
    select id from orphans
    union all
    select id from old
  ), leased as (
    update public.whatsapp_call_media m set leased_until = now() + skale_calls.media_lease()
    from due
    where m.id = due.id
    returning m.id, m.path
  )
  select coalesce(
    pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', l.id, 'path', l.path)), '[]'
  )
  into leases
  from leased l;
  return leases;
end
$$;

/* Records that a file was deleted: { id, path }. Nothing happens if the row has another path by now. */
create or replace function public.settle_whatsapp_media_removal(p_removal jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  removal constant jsonb := skale_calls.unwrap(p_removal);
  removed constant uuid := (removal ->> 'id')::uuid;
begin
  delete from public.whatsapp_call_media m
  where m.id = removed and m.path = removal ->> 'path' and m.call is null and m.attempt_path is null;
  update public.whatsapp_call_media m
  set status = 'removed', path = null, sha256 = null, leased_until = '-infinity'
  where m.id = removed and m.path = removal ->> 'path';
end
$$;

revoke execute on function
  public.lease_whatsapp_call_media(jsonb),
  public.settle_whatsapp_call_media(jsonb),
  public.find_whatsapp_call_media(jsonb),
  public.retry_whatsapp_call_media(jsonb),
  public.lease_whatsapp_media_removals(jsonb),
  public.settle_whatsapp_media_removal(jsonb)
from public;
