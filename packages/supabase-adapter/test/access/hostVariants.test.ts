import type { Call } from "@skale-calls/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createCallService, createSupabaseCallStore } from "../../src/index.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";
import { createSqlRunner } from "./accessRunners.ts";
import { actorNames, parseAccessTable, ruleKey } from "./accessTable.ts";
import { branchA, branchB, fillWorld } from "./accessWorld.ts";
import { hostVariants, reachOn } from "./hostVariants.ts";
import { probeRule } from "./probeRule.ts";
import { startAccessWorld } from "./startAccessWorld.ts";

const hostTables = ["branches", "users", "whatsapp_inboxes", "leads"];
const rules = parseAccessTable().filter(({ target }) => !hostTables.includes(target));

beforeAll(() => {
  // The API's server prints every error that it answers.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterAll(() => vi.restoreAllMocks());

type Started = Awaited<ReturnType<typeof startAccessWorld>>;

describe.each(Object.entries(hostVariants))("an organisation %s", (_, variant) => {
  let started: Started;
  beforeAll(async () => {
    started = await startAccessWorld(variant);
  });
  afterAll(() => started.stop());

  it("passes the access table", async () => {
    const { database, agents } = started;
    const runner = createSqlRunner(database.sql, agents);
    const context = { ...started, outsider: agents["no agent"] };
    for (const rule of rules) {
      const reach: Record<string, string[]> = {};
      for (const actor of actorNames) {
        reach[actor] = (await probeRule(runner, rule, actor, context)).sort();
      }
      expect({ rule: ruleKey(rule), reach }).toEqual({
        rule: ruleKey(rule),
        reach: reachOn(variant, rule),
      });
    }
  });

  it("has the foreign keys that it asks for, under the guide's names", async () => {
    const wanted = await started.database.sql<{ column_name: string; referenced: string }[]>`
      select * from skale_calls.host_references()`;
    const present = await started.database.sql<{ name: string; referenced: string }[]>`
      select conrelid::regclass || '.' || conname as name, 'public.' || confrelid::regclass as referenced
      from pg_constraint where contype = 'f' and conrelid::regclass::text in ('whatsapp_calls', 'whatsapp_call_permissions', 'whatsapp_call_permission_requests')
        and confrelid <> 'auth.users'::regclass`;
    const expected = wanted.flatMap(({ column_name, referenced }) =>
      ["whatsapp_calls", "whatsapp_call_permissions", "whatsapp_call_permission_requests"]
        .filter((table) => table === "whatsapp_calls" || column_name === "branch_id")
        .map((table) => [`${table}.${table}_${column_name}_fkey`, referenced]),
    );
    expect(expected.length).toBeGreaterThan(1);
    expect(Object.fromEntries(present.map(({ name, referenced }) => [name, referenced]))).toEqual(
      Object.fromEntries(expected),
    );
  });

  it("shows exactly the calls that the functions find", async () => {
    const { database, agents, clients, world } = started;
    const store = createSupabaseCallStore({ client: createSqlRpcClient(database.sql) });
    const ids = Object.values(world.whatsapp_calls ?? {}).map((call) => String(call.id));
    for (const actor of [
      "agent of A",
      "colleague in A",
      "agent of B",
      "agent of none",
      "no agent",
    ] as const) {
      const calls = createCallService(clients[actor], started.service);
      const seen = (await calls.fetchWhatsappCalls()).map((call) => call.id).sort();
      const userId = agents[actor];
      const found: string[] = [];
      const claimable: string[] = [];
      const told: string[] = [];
      for (const id of ids) {
        if (await store.findCall({ id, userId })) found.push(id);
        const claim = { id, userId, key: actor };
        if ((await store.claimCall(claim)).outcome !== "call_not_found") claimable.push(id);
        await store.releaseClaim(claim);
        if ((await calls.fetchCallTimeline(id)).length > 0) told.push(id);
      }
      expect({ actor, found, claimable, told }).toEqual({
        actor,
        found: seen,
        claimable: seen,
        told: seen,
      });
    }
  });
});

describe("an agent who sees several branches", () => {
  let started: Started;
  beforeAll(async () => {
    started = await startAccessWorld(hostVariants["whose managers see all branches"]);
    await nameAll();
  });
  const nameAll = () => started.database.sql`
    update users set full_name = case id when ${started.agents["agent of B"]} then 'Eva' else 'Ana' end`;
  afterAll(() => started.stop());

  it("reads the names of colleagues in all of them; an agent who sees one branch reads the names in that branch", async () => {
    const { clients, agents } = started;
    const names = async (actor: "agent of B" | "agent of none" | "no agent") =>
      (await createCallService(clients[actor], started.service).fetchAgentNames())
        .map(({ id }) => id)
        .sort();
    const { "agent of A": a, "colleague in A": c, "agent of B": b, "agent of none": n } = agents;
    expect(await names("agent of none")).toEqual([a, b, c, n].sort());
    expect(await names("agent of B")).toEqual([b]);
    expect(await names("no agent")).toEqual([]);
    expect(
      await createCallService(clients["agent of B"], started.service).fetchAgentNames(),
    ).toEqual([{ id: b, name: "Eva" }]);
  });

  it("reads the names of agents who have calls in a visible branch, whatever their home branch is", async () => {
    const { clients, agents, database, world } = started;
    const { "agent of B": b, "agent of none": n } = agents;
    await database.sql`update whatsapp_calls set user_id = ${n} where call_id = 'wacid.b'`;
    const names = await createCallService(clients["agent of B"], started.service).fetchAgentNames();
    expect(names.map(({ id }) => id).sort()).toEqual([b, n].sort());
    expect(names.every(({ name }) => name !== null)).toBe(true);
    expect(await createCallService(clients["no agent"], started.service).fetchAgentNames()).toEqual(
      [],
    );
    await fillWorld(database.sql, world);
    await nameAll();
  });

  it("logs a call by hand in the given branch; in the home branch if the given one is not visible; never without a branch", async () => {
    const { clients, database, world } = started;
    const log = async (actor: "agent of A" | "agent of none", branchId?: string) =>
      (
        await createCallService(clients[actor], started.service).logCall({
          direction: "saliente",
          contactName: "Ana",
          ...(branchId === undefined ? {} : { branchId }),
        })
      ).branch_id;
    expect(await log("agent of none", branchB)).toBe(branchB);
    expect(await log("agent of none", branchA)).toBe(branchA);
    expect(await log("agent of A", branchB)).toBe(branchA);
    await expect(log("agent of none")).rejects.toMatchObject({ code: "forbidden" });
    await fillWorld(database.sql, world);
  });

  it("reads the counts and the calls to return of all of them", async () => {
    const { clients, database, world } = started;
    await database.sql`
      update whatsapp_calls set status = 'no_contestada', end_reason = 'missed', direction = 'entrante',
        contact_phone = '+5255' || lpad(right(id::text, 8), 8, '0'), user_id = null
      where not skale_calls.is_logged(call_id)`;
    const window = { from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() + 60_000) };
    const read = async (actor: "agent of A" | "agent of B" | "agent of none") => {
      const calls = createCallService(clients[actor], started.service);
      const overview = await calls.fetchCallsOverview({ ...window, timeZone: "UTC" });
      const toReturn = await calls.fetchCallsToReturn();
      return [overview.total.calls, toReturn.map(({ call }) => (call as Call).call_id).sort()];
    };
    expect(await read("agent of none")).toEqual([4, ["wacid.a", "wacid.b", "wacid.m"]]);
    expect(await read("agent of A")).toEqual([3, ["wacid.a", "wacid.m"]]);
    expect(await read("agent of B")).toEqual([2, ["wacid.b"]]);
    const { total } = await createCallService(
      clients["agent of none"],
      started.service,
    ).fetchCallsOverview({
      ...window,
      timeZone: "UTC",
      branchId: branchB,
    });
    expect(total.calls).toBe(1);
    await fillWorld(database.sql, world);
  });
});
