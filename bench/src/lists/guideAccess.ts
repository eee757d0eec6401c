/**
 * The guide's access and indexes on the same rows, inside a transaction that is rolled back: its policy (seed-guide.es.md,
 * section 1), and none of the indexes that it does not have.
 */
export const guideAccess = `
  do $guide$
  declare
    added record;
  begin
    for added in
      select i.indexrelid::regclass as name
      from pg_index i
      where i.indrelid = 'public.whatsapp_calls'::regclass
        and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
        and i.indexrelid::regclass::text not in (
          'idx_whatsapp_calls_contact_phone', 'idx_whatsapp_calls_created_at', 'idx_whatsapp_calls_guide_branch',
          'idx_whatsapp_calls_guide_user', 'idx_whatsapp_calls_guide_status'
        )
    loop
      execute format('drop index %s', added.name);
    end loop;
    for added in
      select policyname as name from pg_policies where tablename = 'whatsapp_calls' and cmd = 'SELECT'
    loop
      execute format('drop policy %I on public.whatsapp_calls', added.name);
    end loop;
  end
  $guide$;
  create policy "Users can view calls from their branch" on public.whatsapp_calls for select using (
    branch_id in (select branch_id from public.users where id = auth.uid()) or branch_id is null
  )`;
