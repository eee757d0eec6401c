import { randomUUID } from "node:crypto";
import { terminalStatuses } from "@skale-calls/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type CallService,
  type CallToLog,
  createCallService,
  type FetchCallsPageParams,
  type ListedCall,
} from "../../src/index.ts";
import { forgetCalls } from "../seedWorld.ts";
import { branchA, branchB, type ServiceWorld, startServiceWorld } from "../serviceWorld.ts";

let world: ServiceWorld;
let service: CallService;

beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => {}); // The API's server prints refused requests.
  world = await startServiceWorld();
  service = createCallService(world.client, world.options);
});
beforeEach(async () => {
  delete world.answers.fetch;
  await forgetCalls(world.sql);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await world.stop();
});

async function insertCall(fields: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID();
  const row = {
    id,
    call_id: `wacid.${id}`,
    direction: "entrante",
    status: "completada",
    branch_id: branchA,
    duration_seconds: 0,
    ...fields,
  };
  const columns = Object.keys(row).join(", ");
  await world.sql.unsafe(
    `insert into whatsapp_calls (${columns}) select ${columns} from jsonb_populate_record(null::whatsapp_calls, $1::text::jsonb)`,
    [JSON.stringify(row)],
  );
  return id;
}

describe("fetchWhatsappCalls", () => {
  it("returns the newest calls that the agent may see, by branch and status", async () => {
    const old = await insertCall({ created_at: "2026-01-01T00:00:00Z" });
    const unassigned = await insertCall({ created_at: "2026-01-02T00:00:00Z", branch_id: null });
    const failed = await insertCall({ created_at: "2026-01-03T00:00:00Z", status: "fallida" });
    await insertCall({ branch_id: branchB });
    const ids = async (params?: Parameters<CallService["fetchWhatsappCalls"]>[0]) =>
      (await service.fetchWhatsappCalls(params)).map(({ id }) => id);
    expect(await ids()).toEqual([failed, unassigned, old]);
    expect(await ids({ limit: 2 })).toEqual([failed, unassigned]);
    expect(await ids({ branchId: branchA })).toEqual([failed, old]);
    expect(await ids({ branchId: branchB })).toEqual([]);
    expect(await ids({ branchId: null, status: "fallida" })).toEqual([failed]);
  });

  it("returns at most 500 calls, because PostgREST shortens longer answers without an error", async () => {
    const asked: unknown[] = [];
    world.answers.fetch = async (request) => {
      asked.push(((await request.json()) as { p_limit: number }).p_limit);
      return Response.json(Array.from({ length: 501 }, () => ({ id: "one" })));
    };
    const calls = await service.fetchWhatsappCalls({ limit: 5000 });
    expect([calls.length, asked]).toEqual([500, [501]]);
  });

  it("omits the transcript and the service's own columns, as all lists do; a single reading has the transcript", async () => {
    const long = "t".repeat(1_000_000);
    const missed = {
      status: "no_contestada",
      end_reason: "missed",
      contact_phone: "+525512345678",
    };
    const id = await insertCall({ ...missed, transcript: long, raw_payload: { of: long } });
    const rows = await world.sql<{ name: string }[]>`
      select column_name as name from information_schema.columns where table_name = 'whatsapp_calls'`;
    const columns = rows.map(({ name }) => name);
    const told = new Promise<ListedCall>((resolve) => {
      const stop = service.subscribeToCalls({
        onChange(call) {
          stop();
          resolve(call);
        },
        // The first reading only records the existing rows.
        onStatus: () => void service.updateCallNotes(id, "visto"),
      });
    });
    const lists = [
      (await service.fetchWhatsappCalls())[0],
      (await service.fetchWhatsappCallsPage()).calls[0],
      (await service.fetchCallsToReturn())[0]?.call,
      await told,
    ];
    const unlisted = ["raw_payload", "transcript"];
    for (const call of lists) {
      expect(Object.keys(call ?? {}).sort()).toEqual(
        columns.filter((name) => !unlisted.includes(name)).sort(),
      );
    }
    const single = (await service.fetchWhatsappCall(id)) ?? {};
    expect(Object.keys(single).sort()).toEqual(
      columns.filter((name) => name === "transcript" || !unlisted.includes(name)).sort(),
    );
    expect(single).toMatchObject({ transcript: long });
  });

  it("throws errors with codes", async () => {
    world.answers.fetch = () => Promise.reject(new TypeError("fetch failed"));
    await expect(service.fetchWhatsappCalls()).rejects.toMatchObject({ code: "store_unavailable" });
    delete world.answers.fetch;
    await expect(service.fetchWhatsappCalls({ branchId: "no uuid" })).rejects.toMatchObject({
      code: "invalid_request",
    });
    world.answers.fetch = () =>
      Promise.resolve(Response.json({ code: "PGRST303", message: "JWT expired" }, { status: 401 }));
    await expect(service.fetchWhatsappCalls()).rejects.toMatchObject({ code: "invalid_token" });
  });
});

describe("fetchWhatsappCallsPage", () => {
  async function readAll(params: FetchCallsPageParams, between?: () => Promise<unknown>) {
    const pages: string[][] = [];
    let after: string | null = null;
    do {
      const page = await service.fetchWhatsappCallsPage({ ...params, after });
      pages.push(page.calls.map(({ id }) => id));
      after = page.next;
      await between?.();
    } while (after !== null);
    return pages;
  }

  it("returns every call once, for any times, while new calls arrive", async () => {
    const times = [
      ...Array<string>(7).fill("2026-01-01T00:00:00.123456Z"),
      ...Array<string>(4).fill("2026-01-01T00:00:00.123457Z"),
      ...Array<string>(3).fill("2026-01-01T00:00:00.123Z"),
      ...Array<string>(5).fill("2026-01-01T00:00:01Z"),
      null,
      null,
      null,
    ];
    for (const created_at of times) await insertCall({ created_at });
    const expected = await world.sql<{ id: string }[]>`
      select id from whatsapp_calls order by created_at desc, id desc`;
    for (const limit of [1, 2, 3, 4, 22, 50]) {
      const pages = await readAll({ limit });
      expect(pages.flat()).toEqual(expected.map(({ id }) => id));
      expect(pages).toHaveLength(Math.ceil(22 / limit));
    }
    // New calls come first and do not move others to the next page.
    const known = new Set(expected.map(({ id }) => id));
    const whileComing = await readAll({ limit: 5 }, () => insertCall());
    expect(whileComing.flat().filter((id) => known.has(id))).toHaveLength(22);
  });

  it("filters", async () => {
    const [lead] = await world.sql<[{ id: string }]>`
      insert into leads (branch_id) values (${branchA}) returning id`;
    const wanted = await insertCall({
      created_at: "2026-02-01T00:00:00Z",
      direction: "saliente",
      status: "fallida",
      lead_id: lead.id,
      contact_phone: "+5215512345678",
    });
    await insertCall({ created_at: "2026-03-01T00:00:00Z", contact_phone: "+525500000000" });
    const filters: FetchCallsPageParams[] = [
      { direction: "saliente" },
      { status: "fallida" },
      { leadId: lead.id },
      { contactPhone: "+5215512345678" },
      { contactPhone: "+525512345678" },
      { from: "2026-02-01T00:00:00Z", to: "2026-03-01T00:00:00Z" },
      { from: new Date("2026-01-31"), to: new Date("2026-02-02"), branchId: branchA },
    ];
    for (const params of filters) expect(await readAll(params)).toEqual([[wanted]]);
    expect(await readAll({ branchId: branchB })).toEqual([[]]);
    expect(await readAll({ status: null, contactPhone: null, from: null })).toHaveLength(1);
  });

  it.each([
    'a","+525500000000',
    "+525500000000),or(status.eq.fallida",
    ",or(",
    '"',
    "\\",
    '\\"',
    "%",
    "*",
    "eq.1",
    "a.b:c(d)",
    "null",
    "(1,2)",
    "'; drop table whatsapp_calls; --",
  ])("takes %j as a phone and nothing else", async (contactPhone) => {
    await insertCall({ contact_phone: "+525500000000" });
    await insertCall({ contact_phone: null });
    expect(await readAll({ contactPhone })).toEqual([[]]);
    const wanted = await insertCall({ contact_phone: contactPhone });
    expect(await readAll({ contactPhone })).toEqual([[wanted]]);
  });

  it.each(["", "x", "%", btoa("x y"), btoa(`${randomUUID()} 2026),id.gt.(`), btoa("a,or( 2026")])(
    "refuses %j as a cursor",
    async (after) => {
      if (after === "") return expect(await readAll({ after })).toEqual([[]]);
      await expect(service.fetchWhatsappCallsPage({ after })).rejects.toMatchObject({
        code: "invalid_request",
      });
    },
  );
});

describe("updateCallNotes", () => {
  it("saves notes only for calls of the agent's branch, and throws for others", async () => {
    const [own, other, unassigned] = await Promise.all([
      insertCall(),
      insertCall({ branch_id: branchB }),
      insertCall({ branch_id: null }),
    ]);
    const notes = `él dijo "sí", (quizá)\n${"a".repeat(5000)}`;
    await service.updateCallNotes(own, notes);
    for (const id of [other, unassigned, randomUUID()]) {
      await expect(service.updateCallNotes(id, "x")).rejects.toMatchObject({
        code: "call_not_found",
      });
    }
    const rows = await world.sql`select notes from whatsapp_calls where notes is not null`;
    expect([...rows]).toEqual([{ notes }]);
  });
});

describe("updateCall", () => {
  it("changes the given fields, keeps the others, and returns the call", async () => {
    const [lead] = await world.sql<[{ id: string }]>`
      insert into leads (branch_id) values (${branchA}) returning id`;
    const id = await insertCall({ notes: "a", contact_name: "b" });
    expect(await service.updateCall(id, { leadId: lead.id })).toMatchObject({
      id,
      notes: "a",
      contact_name: "b",
      lead_id: lead.id,
    });
    expect(await service.updateCall(id, { leadId: null, contactName: "c" })).toMatchObject({
      notes: "a",
      contact_name: "c",
      lead_id: null,
    });
    const [row] = await world.sql`select notes, contact_name, lead_id from whatsapp_calls`;
    expect(row).toEqual({ notes: "a", contact_name: "c", lead_id: null });
  });

  it("refuses a lead of another branch, a call of another branch, and an empty change", async () => {
    const [lead] = await world.sql<[{ id: string }]>`
      insert into leads (branch_id) values (${branchB}) returning id`;
    const own = await insertCall();
    const unassigned = await insertCall({ branch_id: null });
    await expect(service.updateCall(own, { leadId: lead.id })).rejects.toMatchObject({
      code: "forbidden",
      message: "There is no such lead in your branch.",
    });
    await expect(service.updateCall(unassigned, { notes: "x" })).rejects.toMatchObject({
      code: "call_not_found",
    });
    await expect(service.updateCall(own, {})).rejects.toMatchObject({ code: "invalid_request" });
  });
});

describe("logCall", () => {
  it("writes a call of the agent, once per id", async () => {
    const id = randomUUID();
    const call = { id, contactPhone: "+525512345678", direction: "saliente", notes: "x" } as const;
    expect(await service.logCall(call)).toMatchObject({
      id,
      call_id: `manual:${id}`,
      status: "completada",
      direction: "saliente",
      contact_phone: "+525512345678",
      user_id: world.agentId,
      branch_id: branchA,
    });
    await expect(service.logCall(call)).rejects.toMatchObject({ code: "call_id_taken" });
    await expect(
      service.logCall({ ...call, id: randomUUID(), leadId: randomUUID() }),
    ).rejects.toMatchObject({
      code: "forbidden",
      message: "There is no such lead in your branch.",
    });
  });

  it("stores the status that the agent chooses, and refuses a call without a contact or a direction", async () => {
    const call = { contactName: "Ana", direction: "entrante" } as const;
    for (const status of terminalStatuses) {
      expect(await service.logCall({ ...call, status })).toMatchObject({
        status,
        end_reason: null,
      });
    }
    for (const bad of [
      { direction: "saliente" } as const,
      { contactPhone: " ", contactName: "", direction: "saliente" } as const,
      { contactName: "Ana" } as unknown as CallToLog,
    ]) {
      await expect(service.logCall(bad)).rejects.toMatchObject({
        code: "invalid_request",
        message: expect.stringContaining("needs a direction, and a phone number, a name or a lead"),
      });
    }
  });
});

describe("deleteLoggedCall", () => {
  it("deletes what the agent logged, and nothing else", async () => {
    const { id } = await service.logCall({ contactName: "Ana", direction: "saliente" });
    const real = await insertCall({ user_id: world.agentId });
    for (const other of [real, randomUUID()]) {
      await expect(service.deleteLoggedCall(other)).rejects.toMatchObject({
        code: "call_not_found",
        message: expect.stringContaining("you logged"),
      });
    }
    await service.deleteLoggedCall(id);
    const rows =
      await world.sql`select id from whatsapp_calls where id in ${world.sql([id, real])}`;
    expect([...rows]).toEqual([{ id: real }]);
  });
});

describe("fetchCallSession and fetchCallTimeline", () => {
  it("give the SDP and the events of a call that the agent may see", async () => {
    const id = await insertCall({ status: "iniciando" });
    const other = await insertCall({ branch_id: branchB });
    for (const call of [id, other]) {
      await world.sql`insert into whatsapp_call_sessions (id, sdp_type, sdp) values (${call}, 'offer', 'v=0')`;
      await world.sql`
        insert into whatsapp_call_events (provider, event_id, call_id, kind, outcome, payload)
        values ('ycloud', ${call}, ${`wacid.${call}`}, 'offer', 'applied', '{"secret": 1}')`;
    }
    expect(await service.fetchCallSession(id)).toMatchObject({ sdp_type: "offer", sdp: "v=0" });
    expect(await service.fetchCallSession(other)).toBeNull();
    const timeline = await service.fetchCallTimeline(id);
    expect(timeline).toEqual([
      { kind: "offer", occurred_at: null, received_at: expect.any(String), outcome: "applied" },
    ]);
    expect(await service.fetchCallTimeline(other)).toEqual([]);
  });
});
