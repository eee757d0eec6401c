const ofGuide = "(i.indexrelid::regclass::text like 'guide_%' or c.oid is not null)";

/** The guide's indexes that our migrations replace. Postgres ignores them until `guideAccess` makes them valid. */
export const addGuideIndexes = `
  create index guide_branch on public.whatsapp_calls (branch_id);
  create index guide_user on public.whatsapp_calls (user_id);
  create index guide_status on public.whatsapp_calls (status);
  create index guide_phone on public.whatsapp_calls (contact_phone);
  create index guide_created on public.whatsapp_calls (created_at desc);
  update pg_index i set indisvalid = false where i.indexrelid::regclass::text like 'guide_%';
`;

/** The guide's access on the same rows, until the transaction is rolled back: its policy (section 1), and no index but its own. */
export const guideAccess = `
  update pg_index i set indisvalid = ${ofGuide}
  from pg_index n left join pg_constraint c on c.conindid = n.indexrelid
  where i.indexrelid = n.indexrelid and i.indrelid = 'public.whatsapp_calls'::regclass;
  do $$
  declare
    policy record;
  begin
    for policy in select policyname as name from pg_policies where tablename = 'whatsapp_calls' and cmd = 'SELECT' loop
      execute format('drop policy %I on public.whatsapp_calls', policy.name);
    end loop;
  end
  $$;
  create policy "Users can view calls from their branch" on public.whatsapp_calls for select using (
    branch_id in (select branch_id from public.users where id = auth.uid()) or branch_id is null
  );
`;
