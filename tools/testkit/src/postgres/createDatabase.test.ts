import { afterAll, beforeAll, expect, test } from "vitest";
import { applyTestSchema } from "../lite/testSchema.ts";
import { connect } from "./cluster.ts";
import { createDatabase, ensureTemplate, type TestDatabase } from "./createDatabase.ts";
import { applyHostedSupabase } from "./hostedSupabase.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});

afterAll(() => database.drop());

test("the database's user is an ordinary role that bypasses row level security, as in a hosted project", async () => {
  const [user] = await database.sql`
    select current_user as name, rolsuper, rolbypassrls from pg_roles where rolname = current_user`;
  expect(user).toEqual({ name: "postgres", rolsuper: false, rolbypassrls: true });
});

test("the three API roles may use the objects that migrations create", async () => {
  await database.sql.unsafe(`
    create table opened (id serial);
    create function opened_function() returns int language sql as 'select 1';
  `);
  const rights = await database.sql`
    select role,
      has_table_privilege(role, 'opened', 'select, insert, update, delete, truncate') as tables,
      has_sequence_privilege(role, 'opened_id_seq', 'usage') as sequences,
      has_function_privilege(role, 'opened_function()', 'execute') as functions
    from unnest(array['anon', 'authenticated', 'service_role']) as role`;
  expect(rights).toEqual(
    ["anon", "authenticated", "service_role"].map((role) => ({
      role,
      tables: true,
      sequences: true,
      functions: true,
    })),
  );
});

test.for([
  ["request.jwt.claims", '{"sub":"a9d1b5a2-5f8e-4f57-9d3c-0f4be7a4c111","role":"authenticated"}'],
  ["request.jwt.claim.sub", "a9d1b5a2-5f8e-4f57-9d3c-0f4be7a4c111"],
] as const)("auth.uid() reads %s", async ([setting, value]) => {
  const rows = await database.sql.begin(async (sql) => {
    await sql`select set_config(${setting}, ${value}, true)`;
    return sql`select auth.uid()`;
  });
  expect(rows).toEqual([{ uid: "a9d1b5a2-5f8e-4f57-9d3c-0f4be7a4c111" }]);
});

test("without claims there is no user", async () => {
  expect(await database.sql`select auth.uid(), auth.role(), auth.jwt()`).toEqual([
    { uid: null, role: null, jwt: null },
  ]);
});

test("a template is built once for any number of callers", async () => {
  let built = 0;
  const prepare = async (sql: TestDatabase["sql"]) => {
    built += 1;
    await applyTestSchema(sql);
  };
  await Promise.all(Array.from({ length: 4 }, () => ensureTemplate("built_once", prepare)));
  expect(built).toBe(1);

  const [one, other] = await Promise.all([
    createDatabase({ template: "built_once" }),
    createDatabase({ template: "built_once" }),
  ]);
  await one.sql`insert into notes (body) values ('1')`;
  expect(await one.sql`select count(*)::int from notes`).toEqual([{ count: 1 }]);
  expect(await other.sql`select count(*)::int from notes`).toEqual([{ count: 0 }]);
  const published = await one.sql`
    select tablename from pg_publication_tables where pubname = 'supabase_realtime'`;
  expect(published).toEqual([{ tablename: "notes" }]);
  await Promise.all([one.drop(), other.drop()]);
});

test("a template whose preparation fails is built again by the next caller", async () => {
  const failing = ensureTemplate("built_again", (sql) => sql.unsafe("select nonsense"));
  await expect(failing).rejects.toThrow(/nonsense/);
  await ensureTemplate("built_again", applyTestSchema);
  const copy = await createDatabase({ template: "built_again" });
  expect(await copy.sql`select count(*)::int from notes`).toEqual([{ count: 0 }]);
  await copy.drop();
});

test("the hosted script can run again", async () => {
  const admin = connect(database.adminUrl, 1);
  await applyHostedSupabase(admin);
  await admin.end();
});
