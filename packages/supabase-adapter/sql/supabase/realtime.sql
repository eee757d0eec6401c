-- Adds the tables to Supabase's Realtime publication, if the project has one.
do $$
declare
  live text;
begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    return;
  end if;
  foreach live in array array['whatsapp_calls', 'whatsapp_call_sessions'] loop
    if not exists (
      select from pg_catalog.pg_publication_tables
      where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = live
    ) then
      execute pg_catalog.format('alter publication supabase_realtime add table public.%I', live);
    end if;
  end loop;
end
$$;
