-- The provider of each inbox, for deployments with several providers. A host's file that was copied before has no such function:
-- its inboxes all have the standard provider, until a migration of your own replaces the function.
do $$
begin
  if to_regprocedure('skale_calls.inbox_provider(uuid)') is null then
    create function skale_calls.inbox_provider(inbox uuid)
    returns text
    language sql
    stable
    as 'select null::text';
  end if;
end
$$;
