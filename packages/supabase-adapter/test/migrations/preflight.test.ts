import { createDatabase, type TestDatabase } from "@skale-calls/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { readHostFile, readMigrations } from "../applyMigrations.ts";
import { readSchema } from "./readSchema.ts";

let database: TestDatabase;
afterEach(() => database.drop());

const asGuide = (id: string) => `
  create table public.branches (id ${id} primary key, name text);
  create table public.users (id ${id} primary key, branch_id ${id} references public.branches (id), full_name text);
  create table public.whatsapp_inboxes (
    id ${id} primary key, branch_id ${id} references public.branches (id), name text, phone_number text, provider_phone_id text
  );
  create table public.leads (id ${id} primary key, branch_id ${id} references public.branches (id), full_name text, phone text);`;
const host = readHostFile("host");
const fits = asGuide("uuid");
const person = "00000000-0000-4000-8000-0000000000a1";

/** The preflight's problems for a database on which these scripts ran. The preflight must not change the database. */
async function complain(...scripts: string[]): Promise<string[]> {
  database = await createDatabase();
  const { sql } = database;
  const [preflight, ...rest] = readMigrations();
  await sql.unsafe(preflight?.sql ?? "");
  let before = await readSchema(sql, "%");
  const error = await (async () => {
    for (const script of [...scripts, ...rest.map((migration) => migration.sql)]) {
      before = await readSchema(sql, "%");
      await sql.unsafe(script);
    }
  })().then(
    () => null,
    (failure: Error) => failure,
  );
  if (error === null) return [];
  // The failed file left nothing behind.
  expect(await readSchema(sql, "%")).toEqual(before);
  const [list = "", advice] = error.message.split("\nChange your file");
  const [title, ...problems] = list.split("\n- ");
  expect(title).toBe("SKALE Calls does not fit this database yet; none of its tables was made.");
  expect(advice).toMatch(/_skale_calls_host\.sql.*--with-host-tables/);
  expect(error).toMatchObject({ code: "55000" });
  return problems;
}

describe("the preflight", () => {
  it("reports nothing for a database that fits", async () => {
    expect(await complain(fits, host)).toEqual([]);
  });

  it("names every function of the host's that is missing", async () => {
    const problems = await complain(fits);
    expect(problems).toHaveLength(7);
    expect(problems[0]).toBe(
      "The host's function skale_calls.home_branch(uuid) is missing; it returns uuid.",
    );
  });

  it("names a function with another signature", async () => {
    const [arguments_, result] = [
      "drop function skale_calls.lead_branch(uuid); create function skale_calls.lead_branch(text) returns table (branch_id uuid) language sql as 'select null::uuid'",
      "drop function skale_calls.branches(); create function skale_calls.branches() returns setof text language sql as 'select null::text'",
    ];
    expect(await complain(fits, host, arguments_, result)).toEqual([
      "skale_calls.branches() returns SETOF text; wanted is skale_calls.branches(), which returns SETOF uuid.",
      "skale_calls.lead_branch(text) returns TABLE(branch_id uuid); wanted is skale_calls.lead_branch(uuid), which returns TABLE(branch_id uuid).",
    ]);
  });

  it("names the table that has another name", async () => {
    const problems = await complain(fits, "alter table public.users rename to profiles", host);
    const said = (name: string) =>
      `skale_calls.${name} fails: relation "public.users" does not exist. (public.users does not exist.)`;
    expect(problems).toEqual(["home_branch(uuid)", "can_see(uuid, uuid)", "agents()"].map(said));
  });

  it("names a column that is missing, and its table", async () => {
    const problems = await complain(
      fits,
      "alter table public.whatsapp_inboxes drop column phone_number",
      host,
    );
    expect(problems).toEqual([
      "skale_calls.inboxes() fails: column i.phone_number does not exist. (public.whatsapp_inboxes is a table.)",
    ]);
  });

  it("names a view, and a table without a key", async () => {
    const problems = await complain(
      fits,
      "alter table public.leads rename to people; create view public.leads as select * from public.people",
      "alter table public.whatsapp_inboxes drop constraint whatsapp_inboxes_pkey",
      host,
    );
    expect(problems).toEqual([
      "public.whatsapp_inboxes has no unique key on id, so inbox_id cannot reference it.",
      "public.leads is a view, so lead_id cannot reference it.",
    ]);
  });

  it.each(["bigint", "text"])("names the tables whose ids are %s", async (type) => {
    const problems = await complain(asGuide(type), host);
    const isOf = (table: string) =>
      `public.${table} is a table whose id is ${type} instead of uuid`;
    expect(problems).toEqual([
      `skale_calls.home_branch(uuid) fails: operator does not exist: ${type} = uuid. (${isOf("users")}.)`,
      `skale_calls.can_see(uuid, uuid) fails: operator does not exist: ${type} = uuid. (${isOf("users")}.)`,
      `skale_calls.branches() fails: return type mismatch in function declared to return uuid. (${isOf("branches")}.)`,
      `skale_calls.inboxes() fails: return type mismatch in function declared to return record. (${isOf("whatsapp_inboxes")}.)`,
      `skale_calls.lead_branch(uuid) fails: operator does not exist: ${type} = uuid. (${isOf("leads")}.)`,
      `skale_calls.agents() fails: return type mismatch in function declared to return record. (${isOf("users")}.)`,
      ...["branch_id", "inbox_id", "lead_id"].map(
        (column, index) =>
          `${isOf(["branches", "whatsapp_inboxes", "leads"][index] ?? "")}, so ${column} cannot reference it.`,
      ),
    ]);
  });

  it("reports users that are not those who sign in", async () => {
    const problems = await complain(
      fits,
      `insert into auth.users (id) values ('${person}'); insert into public.users (id) values (gen_random_uuid())`,
      host,
    );
    expect(problems).toEqual([
      expect.stringMatching(
        /^No id that skale_calls\.agents\(\) gives is an id of auth\.users: .*users\.id must be auth\.users\.id/,
      ),
    ]);
  });

  it("names the columns of a table of calls that differ from the guide's", async () => {
    const problems = await complain(
      fits,
      host,
      `create table public.whatsapp_calls (
        id bigint primary key, call_id text, contact_phone text, contact_name text, direction text, status text,
        duration_seconds numeric, started_at timestamp, ended_at timestamptz, recording_url text, transcript text,
        user_id uuid, branch_id text, inbox_id uuid, notes text, provider_call_id text, raw_payload jsonb,
        created_at timestamptz, updated_at timestamptz
      )`,
    );
    expect(problems).toEqual([
      "public.whatsapp_calls.branch_id is text instead of uuid.",
      "public.whatsapp_calls.duration_seconds is numeric instead of integer.",
      "public.whatsapp_calls.id is bigint instead of uuid.",
      "public.whatsapp_calls has no column lead_id (uuid).",
      "public.whatsapp_calls.started_at is timestamp without time zone instead of timestamp with time zone.",
    ]);
  });
});

describe("the file of host tables", () => {
  it.each([
    ["ids of another type", asGuide("bigint")],
    [
      "views",
      `create view public.branches as select gen_random_uuid() as id; create view public.users as select gen_random_uuid() as id, null::uuid as branch_id`,
    ],
    [
      "a view of users without a branch",
      "create view public.users as select gen_random_uuid() as id",
    ],
  ])("fails on nothing: %s", async (_, script) => {
    database = await createDatabase();
    await database.sql.unsafe(script);
    await database.sql.unsafe(readHostFile("tables"));
  });

  it("adds the missing columns to a table, and creates the other tables beside a view of users", async () => {
    const problems = await complain(
      `create table public.branches (id uuid primary key);
       create table public.staff (id uuid primary key, branch_id uuid, full_name text);
       create view public.users as select * from public.staff;
       create table public.leads (id uuid primary key)`,
      readHostFile("tables"),
      host,
    );
    expect(problems).toEqual([]);
  });
});
