-- Supabase Storage: a private bucket for recordings and transcripts, and the rule who reads it.

/*
 * The path of a file begins with the branch that its call had when it was stored. The call's branch of today decides, through
 * the row of the file, whose own policy is checked too.
 */
do $$
declare
  bucket record := skale_calls.media_bucket();
begin
  if to_regclass('storage.objects') is null or to_regclass('storage.buckets') is null then
    raise notice 'There is no Supabase Storage in this database: no bucket % for recordings. Run this migration again after you have added it.', bucket.id;
    return;
  end if;
  insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
  values (bucket.id, bucket.id, false, bucket.size_limit, bucket.types)
  on conflict (id) do update set public = false;
  drop policy if exists "Agents hear the recordings of their branch" on storage.objects;
  execute pg_catalog.format(
    'create policy "Agents hear the recordings of their branch" on storage.objects
      for select to authenticated
      using (
        bucket_id = %L
        and exists (select from public.whatsapp_call_media m where m.path = objects.name)
      )',
    bucket.id
  );
end
$$;
