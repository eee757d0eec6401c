import type { Sql } from "postgres";

/** Tables with row level security or revoked grants, a function that describes its argument and user, and one that fails. */
export const testSchemaSql = `
  create table notes (
    id bigint generated always as identity primary key,
    body jsonb not null,
    owner uuid references auth.users (id)
  );
  alter table notes enable row level security;
  create policy own_notes on notes for select to authenticated using (owner = auth.uid());
  create table secrets (id int);
  revoke all on secrets from anon, authenticated;
  alter publication supabase_realtime add table notes;
  create function describe_call(argument jsonb) returns jsonb language sql as $$
    select jsonb_build_object(
      'type', jsonb_typeof(argument), 'user', current_user, 'uid', auth.uid(), 'role', auth.role(),
      'header', current_setting('request.headers', true)::jsonb ->> 'x-custom'
    )
  $$;
  create function fail_with(state text) returns void language plpgsql as $$
  begin
    raise exception 'refused' using errcode = state, detail = 'some detail';
  end
  $$;
`;

export async function applyTestSchema(sql: Sql): Promise<void> {
  await sql.unsafe(testSchemaSql);
}
