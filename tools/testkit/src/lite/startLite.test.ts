import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { connect } from "../postgres/cluster.ts";
import { createDatabase, ensureTemplate, type TestDatabase } from "../postgres/createDatabase.ts";
import { startPostgres } from "../postgres/startPostgres.ts";
import { type SignedUpUser, signUpUser } from "./signUpUser.ts";
import { type Lite, startLite } from "./startLite.ts";
import { applyTestSchema, testSchemaSql } from "./testSchema.ts";

function clientOf(lite: Lite, key: string, headers: Record<string, string> = {}): SupabaseClient {
  return createClient(lite.url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { headers },
  });
}

// @supabase/lite prints every database error that it answers.
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
});

describe.for(["Postgres", "PGlite"])("on %s", (backend) => {
  let database: TestDatabase | undefined;
  let lite: Lite;
  let user: SignedUpUser;
  let anon: SupabaseClient;
  let agent: SupabaseClient;
  let service: SupabaseClient;

  beforeAll(async () => {
    if (backend === "Postgres") {
      await ensureTemplate("lite", applyTestSchema);
      database = await createDatabase({ template: "lite" });
      lite = await startLite({ databaseUrl: database.adminUrl, poolSize: 32 });
    } else {
      lite = await startLite();
      await lite.exec(testSchemaSql);
    }
    user = await signUpUser(lite, { email: "ana@example.com", password: "a long password" });
    anon = clientOf(lite, lite.publishableKey, { "x-custom": "hello" });
    agent = clientOf(lite, lite.publishableKey, { Authorization: `Bearer ${user.accessToken}` });
    service = clientOf(lite, lite.secretKey);
    // PGlite takes 3 s to create its first database, more on a busy machine.
  }, 60_000);

  afterAll(async () => {
    await lite.stop();
    await database?.drop();
  });

  test("a user who signed up is identified by the token", async () => {
    const { data, error } = await agent.auth.getUser(user.accessToken);
    expect(error).toBeNull();
    expect(data.user?.id).toBe(user.id);
  });

  test("each key and token has its role, in the database too", async () => {
    const [asAnon, asAgent, asService] = await Promise.all(
      [anon, agent, service].map((client) => client.rpc("describe_call", { argument: {} })),
    );
    expect(asAnon?.data).toMatchObject({
      user: "anon",
      role: "anon",
      uid: null,
      header: "hello",
    });
    expect(asAgent?.data).toMatchObject({
      user: "authenticated",
      role: "authenticated",
      uid: user.id,
    });
    expect(asService?.data).toMatchObject({ user: "service_role", role: "service_role" });
  });

  test("a wrong key and no key are refused", async () => {
    const wrong = await clientOf(lite, "sb_publishable_wrong").from("notes").select();
    expect(wrong.status).toBe(401);
    expect((await fetch(`${lite.url}/rest/v1/notes`)).status).toBe(401);
  });

  test("policies decide which rows are visible, and a revoked grant stays revoked", async () => {
    const inserted = await service.from("notes").insert([
      { body: { mine: true }, owner: user.id },
      { body: { mine: false }, owner: null },
    ]);
    expect(inserted.error).toBeNull();
    expect((await anon.from("notes").select("body")).data).toEqual([]);
    expect((await agent.from("notes").select("body")).data).toEqual([{ body: { mine: true } }]);
    expect((await service.from("notes").select("body")).data).toHaveLength(2);
    expect((await anon.from("notes").insert({ body: {} })).error?.code).toBe("42501");
    expect((await agent.from("secrets").select()).error?.code).toBe("42501");
    expect((await service.from("secrets").select()).data).toEqual([]);
  });

  test.for([
    [{ a: 1 }, "object"],
    [[1, 2], "array"],
    [5, "number"],
  ] as const)("the jsonb argument %j arrives as it was sent", async ([argument, type]) => {
    const { data } = await service.rpc("describe_call", { argument });
    expect(data).toMatchObject({ type });
  });

  test.for([
    ["P0001", 400],
    ["23514", 400],
    ["40001", 500],
    ["53300", 503],
    ["22000", 400],
  ] as const)("SQLSTATE %s is answered with %i, as by PostgREST", async ([state, status]) => {
    const answer = await service.rpc("fail_with", { state });
    expect(answer.status).toBe(status);
    expect(answer.error).toMatchObject({
      code: state,
      message: "refused",
      details: "some detail",
    });
  });
});

test("a user who is not the superuser is refused", async () => {
  const database = await createDatabase();
  await expect(startLite({ databaseUrl: database.url })).rejects.toThrow(/adminUrl/);
  await database.drop();
});

test("a connection that ends causes a 503, and the next request has a new connection", async () => {
  const database = await createDatabase();
  const lite = await startLite({ databaseUrl: database.adminUrl, poolSize: 1 });
  await lite.exec(`
    create function wait() returns void language sql as 'select pg_sleep(60)';
    create function one() returns int language sql as 'select 1';
  `);
  const service = clientOf(lite, lite.secretKey);
  const admin = connect(database.adminUrl, 1);
  const waiting = service.rpc("wait").then((answer) => answer);
  await vi.waitUntil(async () => {
    const ended = await admin`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event = 'PgSleep'`;
    return ended.length > 0;
  });
  const answer = await waiting;
  expect(answer.status).toBe(503);
  expect(["PGRST001", "57P01"]).toContain(answer.error?.code);
  expect(await service.rpc("one")).toMatchObject({ error: null, data: 1 });
  await admin.end();
  await lite.stop();
  await database.drop();
});

test("a database that is down causes a 503, and an API that is down a status 0", async () => {
  const postgres = await startPostgres();
  const database = await createDatabase({ cluster: postgres.url });
  const lite = await startLite({ databaseUrl: database.adminUrl });
  await lite.exec("create function one() returns int language sql as 'select 1'");
  const service = clientOf(lite, lite.secretKey);
  expect((await service.rpc("one")).data).toBe(1);
  await database.sql.end();
  await postgres.stop();
  const answers = [await service.rpc("one"), await service.rpc("one")];
  expect(answers.map(({ status }) => status)).toEqual([503, 503]);
  expect(answers[1]?.error?.code).toBe("PGRST000");
  await lite.stop();
  const unreachable = await service.rpc("one");
  expect(unreachable.status).toBe(0);
  expect(unreachable.error).toMatchObject({ code: "", message: "TypeError: fetch failed" });
});
