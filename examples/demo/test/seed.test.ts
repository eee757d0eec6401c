import { createDatabase, type Lite, startLite, type TestDatabase } from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { prepareDemo } from "../src/prepareDemo.ts";
import { centro, demoAgents, entries, norte } from "../src/seed/dealership.ts";

const password = "a long password";
const phoneIds = ["461269257068832", "461269257068833"];
/** A Thursday evening. */
const now = new Date(2026, 10, 19, 19, 30);

let database: TestDatabase;
let lite: Lite;
const count = (calls: readonly object[], wanted: object) =>
  calls.filter((call) =>
    Object.entries(wanted).every(([key, value]) => call[key as keyof typeof call] === value),
  ).length;

beforeAll(async () => {
  // Agents try to sign in before they sign up, and @supabase/lite prints the failure.
  vi.spyOn(console, "error").mockImplementation(() => {});
  database = await createDatabase();
  lite = await startLite({ databaseUrl: database.adminUrl });
  await prepareDemo(lite, { password, phoneIds, now });
}, 60_000);

afterAll(async () => {
  await lite.stop();
  await database.drop();
});

async function signIn({ email }: { email: string }) {
  const client = createClient(lite.url, lite.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { error } = await client.auth.signInWithPassword({ email, password });
  expect(error).toBeNull();
  return client;
}

it("every call has the status that follows from its facts", async () => {
  // Only the superuser may run this.
  const { rows } = await lite.connection.exec<{ rows: object[] }>(`
    select c.call_id, c.status, c.end_reason, d.* from whatsapp_calls c, skale_calls.derive_status(c) d
    where (c.status, c.end_reason) is distinct from (d.status, d.end_reason)`);
  expect(rows).toEqual([]);
});

it("some incoming calls came by a call button or a call link", async () => {
  const calls = await database.sql`
    select direction, cta_payload, deeplink_payload from whatsapp_calls
    where cta_payload is not null or deeplink_payload is not null`;
  expect(calls.length).toBeGreaterThan(20);
  expect(count(calls, { direction: "entrante" })).toBe(calls.length);
  for (const entry of entries) expect(count(calls, entry)).toBeGreaterThan(0);
});

it("a month of a busy branch has calls in every final status", async () => {
  const calls = await database.sql`
    select status, end_reason, duration_seconds, notes, transcript from whatsapp_calls
    where branch_id = ${centro.id}`;
  expect(calls.length).toBeGreaterThan(220);
  expect(calls.length).toBeLessThan(300);
  expect(count(calls, { status: "completada" }) / calls.length).toBeGreaterThan(0.5);
  for (const reason of [
    "missed",
    "no_answer",
    "declined",
    "busy",
    "failed",
    "cancelled",
    "rejected",
  ])
    expect(count(calls, { end_reason: reason }), reason).toBeGreaterThan(2);
  const talks = calls.filter(({ status }) => status === "completada");
  expect(Math.min(...talks.map((call) => call.duration_seconds))).toBeGreaterThanOrEqual(20);
  expect(Math.max(...talks.map((call) => call.duration_seconds))).toBeLessThanOrEqual(720);
  expect(talks.filter(({ notes }) => notes).length).toBeGreaterThan(20);
  expect(talks.filter(({ transcript }) => transcript).length).toBeGreaterThan(5);
});

it("the times of each call are in order, and no time is in the future", async () => {
  const wrong = await database.sql`
    select call_id from whatsapp_calls where not (
      ended_at <= ${now} and created_at = started_at
      and started_at <= least(ringing_at, answered_at, declined_at, rejected_at, hangup_at, ended_at)
      and greatest(ringing_at, answered_at, declined_at, rejected_at, hangup_at) <= ended_at
      and (answered_at is null) = (duration_seconds = 0)
      and (answered_at is null or extract(epoch from ended_at - answered_at) = duration_seconds))`;
  expect(wrong).toEqual([]);
});

it("missed calls of today and yesterday wait to be returned", async () => {
  const waiting = await database.sql`
    select contact_name from whatsapp_calls c
    where end_reason = 'missed' and branch_id = ${centro.id}
      and created_at > ${now}::timestamptz - interval '24 hours'
      and not exists (select from whatsapp_calls later
        where later.contact_phone = c.contact_phone and later.created_at > c.created_at)`;
  const names = waiting.map(({ contact_name }) => contact_name);
  expect(names).toEqual(expect.arrayContaining(["Jorge Salinas", "Ximena Robles"]));
});

it("an agent sees the calls and leads of the agent's branch, and the events of a call", async () => {
  const [agent, other] = await Promise.all([signIn(demoAgents.diego), signIn(demoAgents.elena)]);
  const [ours, theirs] = await Promise.all(
    [agent, other].map(async (client) => {
      const { data } = await client.from("whatsapp_calls").select("id, branch_id, end_reason");
      return data ?? [];
    }),
  );
  expect(new Set(ours?.map((call) => call.branch_id))).toEqual(new Set([centro.id]));
  expect(new Set(theirs?.map((call) => call.branch_id))).toEqual(new Set([norte.id]));
  expect((await agent.from("leads").select("id")).data).toHaveLength(centro.leads.length);

  const call = ours?.find(({ end_reason }) => end_reason === "declined")?.id;
  const { data: timeline } = await agent.rpc("whatsapp_call_timeline", { call });
  expect(timeline.map(({ kind }: { kind: string }) => kind)).toEqual([
    "dialled",
    "attached",
    "ringing",
    "declined",
    "terminated",
  ]);
  expect((await other.rpc("whatsapp_call_timeline", { call })).data).toEqual([]);
});

it("only calls to a country with a published price have a cost", async () => {
  const agent = await signIn(demoAgents.lucia);
  const { data } = await agent.rpc("whatsapp_call_costs", {
    p_from: new Date(2026, 10, 1).toISOString(),
    p_to: now.toISOString(),
    p_account_time_zone: "America/Mexico_City",
    p_group: "month",
  });
  const costs: { currency: string | null; reason: string | null; calls: number }[] = data;
  expect(costs.filter(({ currency }) => currency !== null)).toMatchObject([
    { currency: "USD", calls: 2, amount: expect.stringMatching(/^0\.\d+$/) },
  ]);
  expect(count(costs, { reason: "market_unknown" })).toBe(1);
});

it("the leads have a permission to be called in every state", async () => {
  const answers = await database.sql`
    select split_part(full_name, ' ', 1) as name, status, source, expires_at > ${now} as lasts
    from whatsapp_call_permissions join leads on phone = contact_phone order by occurred_at`;
  expect(answers.map(({ name, status, source, lasts }) => [name, status, source, lasts])).toEqual([
    ["Mariana", "permanent", "user_action", null],
    ["Valeria", "permanent", "user_action", null],
    ["Héctor", "temporary", "user_action", false],
    ["Alejandro", "no_permission", "user_action", null],
    ["Ximena", "temporary", "user_action", true],
    ["Valeria", "no_permission", "automatic", null],
  ]);
  const requests = await database.sql`
    select split_part(full_name, ' ', 1) as name, failed_at is not null as failed, error_code
    from whatsapp_call_permission_requests join leads on phone = contact_phone order by requested_at`;
  expect(requests.map(({ name, failed, error_code }) => [name, failed, error_code])).toEqual([
    ["Héctor", false, null],
    ["Alejandro", false, null],
    ["Ximena", false, null],
    ["Fernanda", true, "131026"],
    ["Paola", false, null],
  ]);
});

it("a restart adds nothing, a restart on the next day adds the calls of that day, and notes stay", async () => {
  const read = () => database.sql`
    select c.id, c.notes, (select count(*)::int from whatsapp_call_events e where e.call_id = c.call_id) as events
    from whatsapp_calls c order by c.id`;
  const [first] = await database.sql`
    update whatsapp_calls set notes = 'Mía' where id = (select id from whatsapp_calls limit 1) returning id`;
  const before = await read();
  await prepareDemo(lite, { password, phoneIds, now });
  expect(await read()).toEqual(before);

  await prepareDemo(lite, { password, phoneIds, now: new Date(2026, 10, 20, 19, 30) });
  const after = await read();
  expect(after.length).toBeGreaterThan(before.length);
  expect(after.filter(({ id }) => before.some((call) => call.id === id))).toEqual([...before]);
  expect(after.find(({ id }) => id === first?.id)?.notes).toBe("Mía");
});
