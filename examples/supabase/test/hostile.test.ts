import { contractWorld, signWebhook, ycloudEvent } from "@skale-calls/core/testing";
import { writeSdp } from "@skale-calls/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Backend, startBackend } from "./startBackend.ts";

let backend: Backend;
let ana: string;
const [branchA, branchB] = contractWorld.branches;
const [inboxA, inboxB] = contractWorld.inboxes;
const offer = writeSdp("actpass");

beforeAll(async () => {
  backend = await startBackend();
  ana = (await backend.signUpAgent(branchA)).accessToken;
}, 60_000);
afterAll(() => backend.stop());

/** Everything that a request can change, without the ledger. */
async function readEverything(): Promise<string> {
  const tables = [
    "whatsapp_calls",
    "whatsapp_call_sessions",
    "whatsapp_call_permissions",
    "users",
    "whatsapp_inboxes",
    "leads",
  ];
  const dumps = tables.map(
    (table) =>
      backend.database
        .sql`select to_jsonb(t) as row from ${backend.database.sql(table)} t order by 1`,
  );
  return JSON.stringify(await Promise.all(dumps));
}

type Body = string | Uint8Array<ArrayBuffer>;

async function post(body: Body, headers: Record<string, string> = {}, query = "") {
  const response = await fetch(backend.webhookUrl + query, { method: "POST", headers, body });
  return { status: response.status, body: (await response.json()) as Answer };
}

const sign = (rawBody: Body, more: { secret?: string; timestamp?: Date } = {}) =>
  signWebhook({ scheme: "ycloud", rawBody, secret: backend.webhookSecret, ...more });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const event = JSON.stringify(ycloudEvent("offer", { wacid: "wacid.hostile" }));

describe("a request that is not authentic is refused and changes nothing", () => {
  it.each<[string, () => { body: Body; headers?: Record<string, string>; query?: string }, string]>(
    [
      ["unsigned", () => ({ body: event }), "token_missing"],
      [
        "by a wrong secret",
        () => ({ body: event, headers: sign(event, { secret: "whsec_other" }) }),
        "signature_mismatch",
      ],
      [
        "re-serialised",
        () => ({ body: JSON.stringify(JSON.parse(event), null, 1), headers: sign(event) }),
        "signature_mismatch",
      ],
      [
        "stale",
        () => ({ body: event, headers: sign(event, { timestamp: minutesAgo(6) }) }),
        "timestamp_stale",
      ],
      [
        "from the future",
        () => ({ body: event, headers: sign(event, { timestamp: minutesAgo(-6) }) }),
        "timestamp_future",
      ],
      [
        "with a malformed signature",
        () => ({ body: event, headers: { "YCloud-Signature": "t=1,s=zz" } }),
        "signature_malformed",
      ],
      ["with a wrong token", () => ({ body: event, query: "?token=guess" }), "token_mismatch"],
      [
        "with a right token and a wrong signature",
        () => ({
          body: event,
          headers: sign(event, { secret: "x" }),
          query: `?token=${backend.webhookToken}`,
        }),
        "signature_mismatch",
      ],
    ],
  )("%s", async (_name, make, code) => {
    const before = await readEverything();
    const { body, headers, query } = make();
    expect(await post(body, headers, query)).toMatchObject({
      status: 401,
      body: { ok: false, code },
    });
    expect(await readEverything()).toBe(before);
    const [ledger] = await backend.database
      .sql`select count(*)::int as rows from whatsapp_call_events where call_id = 'wacid.hostile'`;
    expect(ledger?.rows).toBe(0);
  });

  it("replayed: has an effect only once", async () => {
    const body = JSON.stringify(
      ycloudEvent("offer", { wacid: "wacid.replayed", id: "evt_replayed" }),
    );
    const headers = sign(body);
    for (const _ of [1, 2, 3]) expect((await post(body, headers)).status).toBe(200);
    const rows = await backend.database
      .sql`select outcome from whatsapp_call_events where event_id = 'evt_replayed'`;
    expect(rows.map(({ outcome }) => outcome)).toEqual(["applied"]);
  });
});

describe("signed bodies that cannot be read", () => {
  const encoder = new TextEncoder();
  it.each<[string, Body, number, string]>([
    ["not JSON", "{", 400, "invalid_json"],
    ["empty", "", 400, "invalid_json"],
    [
      "not UTF-8",
      new Uint8Array([...encoder.encode('{"id":"'), 0xff, 0xfe, ...encoder.encode('"}')]),
      400,
      "invalid_json",
    ],
    ["over 3 MB", `{"pad":"${"x".repeat(3_000_001)}"}`, 413, "body_too_large"],
  ])("%s", async (_name, body, status, code) => {
    const before = await readEverything();
    expect(await post(body, sign(body))).toMatchObject({ status, body: { ok: false, code } });
    expect(await readEverything()).toBe(before);
  });
});

describe("signed bodies with hostile content get 200 and are stored, cleaned or as dead letters", () => {
  const call = (wacid: string, fields: Record<string, unknown>) =>
    ycloudEvent("completed", { wacid, id: `evt_${wacid}`, payload: fields });
  it.each<[string, unknown]>([
    [
      "deeply nested",
      JSON.stringify(call("wacid.deep", { customerProfile: "DEEP" })).replace(
        '"DEEP"',
        `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
      ),
    ],
    ["NUL-bearing", call("wacid.nul", { customerProfile: { name: "A\u0000na" } })],
    [
      "with a lone surrogate",
      '{"id":"evt_lone","type":"whatsapp.call.terminate","apiVersion":"v2","createTime":"2026-11-22T10:00:00.000Z","callingTerminate":{"wacid":"wacid.lone","status":"COMPLETED","direction":"USER_INITIATED","customerProfile":{"name":"\\ud83d"}}}',
    ],
    [
      "with numbers out of range",
      call("wacid.range", { duration: 1e300, startTime: -1e18, endTime: 1e21 }),
    ],
    [
      "with a date out of range",
      { ...call("wacid.date", {}), createTime: "+275760-09-13T00:00:00.001Z" },
    ],
    [
      "polluting prototypes",
      '{"id":"evt_proto","type":"whatsapp.call.terminate","createTime":"2026-11-22T10:00:00.000Z","__proto__":{"admin":true},"callingTerminate":{"wacid":"wacid.proto","status":"COMPLETED","constructor":{"prototype":{"admin":true}}}}',
    ],
    ["with an id that breaks filters", call("x,or(id.not.is.null)%\"'--", {})],
    [
      "with phones that break filters",
      call("wacid.phones", { from: "+52,or(id.eq.1)\"'%", to: "%" }),
    ],
    ["with an id of 300 characters", call("w".repeat(300), {})],
  ])("%s", async (_name, body) => {
    const rawBody = typeof body === "string" ? body : JSON.stringify(body);
    expect(await post(rawBody, sign(rawBody))).toEqual({ status: 200, body: { ok: true } });
    expect((await post(rawBody, sign(rawBody))).status).toBe(200);
  });

  it("and have the right results", async () => {
    const calls = await backend.readCalls();
    const byId = new Map(calls.map((one) => [one.call_id, one]));
    expect(byId.get("wacid.nul")?.contact_name).toBe("Ana");
    expect(byId.get("wacid.lone")?.contact_name).toBe("\ufffd");
    expect(byId.get("wacid.range")).toMatchObject({ duration_seconds: 0, answered_at: null });
    expect(byId.has("x,or(id.not.is.null)%\"'--")).toBe(true);
    expect([...byId.keys()].some((id) => id.length > 255)).toBe(false);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    const payloads = await backend.database
      .sql`select coalesce(raw_payload::text, '') || coalesce(notes, '') as text from whatsapp_calls union all select coalesce(payload::text, '') from whatsapp_call_events`;
    expect(payloads.filter(({ text }) => /v=0|m=audio/.test(text))).toEqual([]);
  });

  it.each<[string, string]>([
    ["null", "null"],
    ["an array", '[1,"two",null]'],
    ["nothing but depth", `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`],
  ])(
    "%s is no event of anybody's: kept without effect, by whose key it came",
    async (_name, body) => {
      const before = await readEverything();
      const flat = await post(body, { "x-webhook-token": backend.webhookToken });
      expect(flat).toMatchObject({ status: 400, body: { code: "webhook_call_id_missing" } });
      expect(await post(body, sign(body))).toEqual({ status: 200, body: { ok: true } });
      expect(await readEverything()).toBe(before);
    },
  );

  it("a flat payload without a call id is 400 and a dead letter", async () => {
    const body = JSON.stringify({ event: "completed", from: "+525587654321" });
    const answer = await post(body, { "x-webhook-token": backend.webhookToken });
    expect(answer).toMatchObject({ status: 400, body: { code: "webhook_call_id_missing" } });
    const rows = await backend.database
      .sql`select kind, payload ->> 'event' as event from whatsapp_call_events where outcome = 'dead_letter'`;
    expect(rows.map((row) => ({ ...row }))).toContainEqual({ kind: "unknown", event: "completed" });
  });

  it("the ledger stores no body of a message that is not about calls", async () => {
    const body = JSON.stringify({
      id: "evt_private",
      type: "whatsapp.inbound_message.received",
      apiVersion: "v2",
      createTime: "2026-11-22T10:00:00.000Z",
      whatsappInboundMessage: {
        id: "m",
        from: "+525587654321",
        type: "text",
        text: { body: "my secret" },
      },
    });
    expect((await post(body, sign(body))).status).toBe(200);
    const [row] = await backend.database
      .sql`select payload, body_sha256 from whatsapp_call_events where event_id = 'evt_private'`;
    expect(row?.payload).toBeNull();
    expect(row?.body_sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("requests of agents", () => {
  const ask = async (body: unknown, token = ana, path = "") => {
    const before = await readEverything();
    const answer = await backend.ask(token, path, body);
    expect(await readEverything()).toBe(before);
    return answer;
  };

  it.each<[unknown, number, string]>([
    [{ to: "+52,or(id.not.is.null)" }, 400, "phone_invalid"],
    [{ to: "+5255876543%21'\"" }, 400, "phone_invalid"],
    [{ to: ["+525587654321"] }, 400, "phone_invalid"],
    [{ to: "+525587654321", inbox_id: inboxB.id }, 404, "inbox_not_found"],
    [{ to: "+525587654321", inbox_id: `${inboxA.id},or(id.not.is.null)` }, 400, "invalid_request"],
    [{ to: "+525587654321", lead_id: contractWorld.leads[1].id }, 404, "lead_not_found"],
    [{ to: "+525587654321", id: "not a uuid" }, 400, "invalid_request"],
    [{ to: "+525587654321", sdp: "v=1" }, 400, "sdp_invalid"],
    [{ to: "+525587654321", sdp: `v=0\r\n${"a".repeat(100_000)}` }, 400, "sdp_invalid"],
  ])("%j is %i %s and changes nothing", async (body, status, code) => {
    expect(await ask(body)).toMatchObject({ status, body: { ok: false, code } });
  });

  it("without a token, with nonsense, with the public key or another project's token: 401", async () => {
    const foreign = [
      Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url"),
      Buffer.from(
        '{"sub":"00000000-0000-4000-8000-0000000000a1","role":"authenticated","exp":4102444800}',
      ).toString("base64url"),
      "c2lnbmF0dXJl",
    ].join(".");
    for (const token of ["nonsense", backend.lite.publishableKey, foreign]) {
      expect(await ask({ to: "+525587654321" }, token)).toMatchObject({
        status: 401,
        body: { ok: false },
      });
    }
    const bare = await fetch(`${backend.url}/functions/v1/whatsapp-call`, {
      method: "POST",
      body: "{}",
    });
    expect(bare.status).toBe(401);
  });

  it("another branch's agent and another agent get neither the call nor its steps", async () => {
    const eva = (await backend.signUpAgent(branchB)).accessToken;
    const luis = (await backend.signUpAgent(branchA)).accessToken;
    const dialled = await backend.ask(ana, "", { to: "+525587654321", sdp: offer });
    const id = dialled.body.call?.id ?? "";
    for (const step of ["claim", "pre-accept", "accept"]) {
      const answer = await backend.ask(eva, `/${id}/${step}`, { sdp: writeSdp("active") });
      expect(answer).toMatchObject({ status: 404, body: { code: "call_not_found" } });
    }
    expect(await backend.ask(eva, `/${id}/hangup`)).toMatchObject({
      status: 404,
      body: { code: "call_not_found" },
    });
    expect(await backend.ask(luis, `/${id}/hangup`)).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    expect(await backend.ask(ana, "/%27%20or%201=1/hangup")).toMatchObject({
      status: 404,
      body: { code: "call_not_found" },
    });
    expect((await backend.ask(ana, `/${id}/hangup`)).status).toBe(200);
  });
});

describe("the log", () => {
  it("contains no SDP, key, token or whole phone number", () => {
    const output = Object.values(backend.functions)
      .map((one) => one.output())
      .join("");
    expect(output).not.toMatch(/v=0|m=audio|ice-pwd/);
    expect(output).not.toMatch(/\+?52\d{10}/);
    for (const secret of [
      backend.lite.secretKey,
      backend.simulator.apiKey,
      backend.webhookSecret,
      backend.webhookToken,
      ana,
    ]) {
      expect(output).not.toContain(secret);
    }
  });
});
