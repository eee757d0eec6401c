import { describe, expect, it, vi } from "vitest";
import { callRoutes } from "../contract/callRoutes.ts";
import { flatWebhooks } from "../flat/flatWebhooks.ts";
import type { CallStore } from "../ports/callStore.ts";
import { checkCallAnswers } from "../testing/checkAnswers.ts";
import { contractWorld, singleProviderWorld } from "../testing/contractWorld.ts";
import {
  createFakeCallProvider,
  type FakeCallProvider,
} from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { createMemoryMediaQueue } from "../testing/createMemoryMediaQueue.ts";
import { createMemoryMediaStorage } from "../testing/createMemoryMediaStorage.ts";
import { makeCall } from "../testing/makeCall.ts";
import { createTurnCredentials } from "../turn/createTurnCredentials.ts";
import { archiveMedia } from "../useCases/archiveMedia.ts";
import { CallsError, ProviderError } from "../vocabulary/callsError.ts";
import { type CallHandlerDeps, createCallHandler } from "./createCallHandler.ts";
import { createWebhookHandler } from "./createWebhookHandler.ts";

const [ana, luis, eva, nobody] = contractWorld.agents;
const [inboxA, inboxB1] = contractWorld.inboxes;
const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n";
const id = "00000000-0000-4000-8000-000000000d01";
const onEvent = () => {};

/** The answers of all tests, such as `POST /{id}/claim 200`. */
const seen = new Set<string>();

function setUp(
  more: Partial<CallHandlerDeps> = {},
  provider: FakeCallProvider = createFakeCallProvider({ clickToCall: true }),
) {
  let offset = 0;
  const now = () => new Date(Date.now() + offset);
  const store = createMemoryCallStore({ ...singleProviderWorld, now });
  const handler = checkCallAnswers(
    createCallHandler({
      store,
      provider,
      onEvent,
      now,
      sleep: async () => {},
      // In these tests the token is the user's id.
      authenticate: async (token) =>
        contractWorld.agents.find((agent) => agent.id === token)?.id ?? null,
      ...more,
    }),
    seen,
  );
  const send = async (
    path: string,
    body?: unknown,
    init: { as?: string; method?: string; headers?: Record<string, string> } = {},
  ) => {
    const response = await handler(
      new Request(`https://project.supabase.co/functions/v1/whatsapp-call${path}`, {
        method: init.method ?? "POST",
        headers: {
          authorization: `Bearer ${init.as ?? ana.id}`,
          "content-type": "application/json",
          ...init.headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text.startsWith("{") ? JSON.parse(text) : {},
    };
  };
  const ring = async (callId = "wacid.in") => {
    const [recorded] = await store.recordEvents([
      {
        event: {
          kind: "offer",
          id: `evt_${callId}`,
          provider: "ycloud",
          callId,
          occurredAt: now().toISOString(),
          direction: "entrante",
          contact: { phone: "+525587654321" },
          business: { phone: "+525500000001", phoneId: "461269257068832" },
          session: { sdp },
        },
        payload: null,
        bodySha256: callId,
      },
    ]);
    return recorded?.call?.id ?? "";
  };
  const pass = (seconds: number) => {
    offset += seconds * 1000;
  };
  return { store, provider, handler, send, ring, pass };
}

describe("dialling", () => {
  it("accepts what the guide's front-end service sends, and answers what it reads", async () => {
    const { send, provider, store } = setUp();
    const { status, body } = await send("", { to: "+52 55 8765 4321", inbox_id: null });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: true,
      call_id: "wacid.1",
      call: {
        call_id: "wacid.1",
        provider_call_id: "wacid.1",
        contact_phone: "+525587654321",
        direction: "saliente",
        status: "iniciando",
        user_id: ana.id,
        inbox_id: inboxA.id,
      },
    });
    expect(provider.requests).toEqual([
      { act: "clickToCall", from: "+5215500000001", to: "+525587654321" },
    ]);
    expect(store.calls.size).toBe(1);
  });

  it.each(["+22577100000", "+541523456789", "+15550123456", "+520155123456"])(
    "dials %s unchanged after a webhook has sent it, and otherwise only if the number exists",
    async (phone) => {
      const { send, provider, store } = setUp();
      const isCallable = phone === "+22577100000";
      if (!isCallable) expect((await send("", { to: phone })).status).toBe(400);
      const webhooks = createWebhookHandler({
        store,
        sources: [flatWebhooks({ token: "t" })],
        onEvent() {},
      });
      const body = JSON.stringify({ call_id: "flat.1", event: "ringing", from: phone.slice(1) });
      const request = { method: "POST", body, headers: { "x-webhook-token": "t" } };
      const answer = await webhooks(new Request("https://example.com/", request));
      expect(answer.status).toBe(200);
      expect((await send("", { to: phone })).status).toBe(200);
      expect(provider.requests).toMatchObject([{ act: "clickToCall", to: phone }]);
    },
  );

  it("dials by WebRTC when the request contains an SDP", async () => {
    const { send, provider } = setUp();
    await send("", { to: "+525587654321", sdp, lead_id: "", id });
    expect(provider.requests).toEqual([
      { act: "connect", from: "+5215500000001", to: "+525587654321", sdp },
    ]);
  });

  it("requires an SDP if the provider has no click-to-call", async () => {
    const { send, store } = setUp({}, createFakeCallProvider());
    expect(await send("", { to: "+525587654321", sdp: "" })).toMatchObject({
      status: 400,
      body: { code: "sdp_required" },
    });
    expect(store.calls.size).toBe(0);
  });

  it("makes one call for a double click, also if the requests are simultaneous", async () => {
    const { send, provider, store } = setUp();
    const [first, second] = await Promise.all([
      send("", { to: "+525587654321", id }),
      send("", { to: "+525587654321", id }),
    ]);
    expect([first?.status, second?.status]).toEqual([200, 200]);
    expect(first?.body.call.id).toBe(second?.body.call.id);
    expect(provider.requests).toHaveLength(1);
    expect(store.calls.size).toBe(1);
  });

  it.each([
    [{ to: "" }, 400, "phone_missing"],
    [{ to: "MX.13491208655302741918" }, 400, "phone_is_user_id"],
    [{ recipient: "+525587654321" }, 400, "invalid_request"],
    [{ to: "+525587654321", recipient: "MX.13491208655302741918" }, 400, "invalid_request"],
    [{ to: "", recipient: null }, 400, "phone_missing"],
    [{ to: {} }, 400, "phone_invalid"],
    [{ to: "+525587654321", inbox_id: inboxB1.id }, 404, "inbox_not_found"],
    [{ to: "+525587654321", inbox_id: "x,or(id.eq.1)" }, 400, "invalid_request"],
    [{ to: "+525587654321", lead_id: contractWorld.leads[1].id }, 404, "lead_not_found"],
    [{ to: "+525587654321", sdp: "not an sdp" }, 400, "sdp_invalid"],
    [{ to: "+525587654321", sdp: 5 }, 400, "invalid_request"],
    ["nonsense", 400, "invalid_json"],
    ["null", 400, "invalid_request"],
  ])("refuses %j with %i %s and dials nothing", async (body, status, code) => {
    const { send, provider, store } = setUp();
    const answer = await send("", body);
    expect(answer).toMatchObject({ status, body: { ok: false, code } });
    expect(answer.body.error).toMatch(/\w{4,}/);
    expect(provider.requests).toEqual([]);
    expect(store.calls.size).toBe(0);
  });

  it("explains the next step to agents with several inboxes or without a branch", async () => {
    const { send } = setUp();
    expect(await send("", { to: "+525587654321" }, { as: eva.id })).toMatchObject({
      status: 400,
      body: { code: "inbox_required" },
    });
    expect(await send("", { to: "+525587654321" }, { as: nobody.id })).toMatchObject({
      status: 403,
      body: { code: "no_branch" },
    });
  });

  it("uses the installation's own number when the inbox has none, also if it is configured by its id", async () => {
    const { send, provider } = setUp({ from: "461269257068833" });
    const inbox_id = contractWorld.inboxes[2].id;
    expect((await send("", { to: "+525587654321", inbox_id }, { as: eva.id })).status).toBe(200);
    expect(provider.requests[0]?.from).toBe("+525500000009");
  });

  it("saves a refused dial as failed and answers with the provider's reason", async () => {
    const { send, provider, store } = setUp();
    provider.before(() => {
      throw new ProviderError("no_permission", "rejected");
    });
    expect(await send("", { to: "+525587654321", id })).toMatchObject({
      status: 422,
      body: { code: "no_permission", outcome: "rejected" },
    });
    expect(store.calls.get(id)).toMatchObject({
      status: "fallida",
      end_reason: "failed",
      error_code: "no_permission",
    });
  });

  it("passes the provider's Retry-After on", async () => {
    const { send, provider } = setUp();
    provider.before(() => {
      throw new ProviderError("rate_limited", "rejected", { retryAfter: 7 });
    });
    const answer = await send("", { to: "+525587654321" });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
  });

  it("answers 202 when the provider's answer did not arrive, and webhooks complete the call", async () => {
    const { send, provider, store, pass } = setUp();
    provider.before(() => {
      throw new ProviderError("provider_timeout", "ambiguous");
    });
    const answer = await send("", { to: "+525587654321", id });
    expect(answer).toMatchObject({
      status: 202,
      body: { ok: true, outcome: "ambiguous", call_id: `pending:${id}` },
    });
    await store.recordEvents([
      {
        event: {
          kind: "accepted",
          id: "e",
          provider: "ycloud",
          callId: "wacid.1",
          occurredAt: new Date().toISOString(),
          direction: "saliente",
          contact: { phone: "+5215587654321" },
        },
        payload: null,
        bodySha256: "e",
      },
    ]);
    pass(61);
    await store.sweepCalls();
    expect([...store.calls.values()]).toMatchObject([
      { id, call_id: "wacid.1", status: "en_curso" },
    ]);
  });

  it("treats a provider's answer without a call id as unclear", async () => {
    const { send } = setUp({}, createFakeCallProvider({ clickToCall: true, answer: () => ({}) }));
    expect((await send("", { to: "+525587654321" })).status).toBe(202);
  });

  it("saves the provider's id although the database is unavailable for a moment", async () => {
    const { send, store } = setUp();
    const attach = store.attachCall;
    let failures = 2;
    store.attachCall = async (input) => {
      failures -= 1;
      if (failures >= 0) throw new CallsError("store_unavailable");
      return attach(input);
    };
    expect((await send("", { to: "+525587654321" })).status).toBe(200);
  });

  it("answers 503 and dials nothing when the row cannot be written", async () => {
    const { send, store, provider } = setUp();
    store.beginCall = async () => {
      throw new CallsError("store_unavailable");
    };
    expect((await send("", { to: "+525587654321" })).status).toBe(503);
    expect(provider.requests).toEqual([]);
  });

  it("carries out a hang-up that was requested while the call was being dialled", async () => {
    const { send, provider, store } = setUp();
    provider.before(async ({ act }) => {
      if (act === "clickToCall") expect((await send(`/${id}/hangup`)).status).toBe(200);
    });
    await send("", { to: "+525587654321", id });
    expect(provider.requests.map(({ act, callId }) => [act, callId])).toEqual([
      ["clickToCall", undefined],
      ["terminate", "wacid.1"],
    ]);
    expect(store.calls.get(id)?.hangup_at).not.toBeNull();
  });
});

/** The provider tells the end of the call of `ring`, which was answered if it has a duration. */
async function terminate(store: CallStore, durationSeconds?: number): Promise<void> {
  await store.recordEvents([
    {
      event: {
        kind: "terminated",
        id: "t",
        provider: "ycloud",
        callId: "wacid.in",
        occurredAt: new Date().toISOString(),
        ...(durationSeconds !== undefined && { durationSeconds }),
      },
      payload: null,
      bodySha256: "t",
    },
  ]);
}

describe("answering", () => {
  it("claims, pre-accepts and accepts with one SDP, and gives the call to the agent", async () => {
    const { send, ring, provider } = setUp();
    const call = await ring();
    for (const step of ["claim", "pre-accept", "accept"]) {
      expect(await send(`/${call}/${step}`, { sdp })).toMatchObject({
        status: 200,
        body: { ok: true },
      });
    }
    expect(provider.requests).toEqual([
      { act: "preAccept", phoneId: "461269257068832", callId: "wacid.in", sdp },
      { act: "accept", phoneId: "461269257068832", callId: "wacid.in", sdp },
    ]);
    expect((await send(`/${call}/accept`, { sdp })).body.call).toMatchObject({
      status: "en_curso",
      user_id: ana.id,
    });
    expect(provider.requests).toHaveLength(2);
  });

  it("accepts the answer of one agent when two answer at the same time", async () => {
    const { send, ring, provider } = setUp();
    const call = await ring();
    const answers = await Promise.all(
      [ana.id, luis.id].map((as) => send(`/${call}/accept`, { sdp: `${sdp}a=${as}\r\n` }, { as })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe("already_claimed");
    expect(provider.requests).toHaveLength(1);
  });

  it("releases the claim when the provider refuses, and keeps it when the answer is unclear", async () => {
    const { send, ring, provider } = setUp();
    const call = await ring();
    const other = { as: luis.id };
    provider.before(() => {
      throw new ProviderError("invalid_sdp", "rejected");
    });
    expect((await send(`/${call}/accept`, { sdp })).body.code).toBe("invalid_sdp");
    provider.before(() => {
      throw new ProviderError("provider_timeout", "ambiguous");
    });
    expect((await send(`/${call}/accept`, { sdp }, other)).body.code).toBe("provider_timeout");
    provider.before(null);
    expect((await send(`/${call}/accept`, { sdp })).body.code).toBe("already_claimed");
    expect((await send(`/${call}/accept`, { sdp }, other)).status).toBe(200);
  });

  it("keeps the claim when the provider refuses the repeat of an unclear accept, so that the call has its agent", async () => {
    const { send, ring, provider, store } = setUp();
    const call = await ring();
    provider.before(() => {
      throw new ProviderError("provider_timeout", "ambiguous");
    });
    expect((await send(`/${call}/accept`, { sdp })).body.code).toBe("provider_timeout");
    provider.before(() => {
      throw new ProviderError("invalid_sdp", "rejected");
    });
    expect((await send(`/${call}/accept`, { sdp })).body.code).toBe("invalid_sdp");
    await terminate(store, 5);
    expect([...store.calls.values()]).toMatchObject([{ status: "completada", user_id: ana.id }]);
  });

  it.each(["pre-accept", "accept", "reject"])(
    "answers not_ringing if the contact hangs up during %s",
    async (step) => {
      const { send, ring, provider, store } = setUp();
      const call = await ring();
      provider.before(async () => {
        await terminate(store);
        throw new ProviderError("invalid_parameter", "rejected");
      });
      expect(await send(`/${call}/${step}`, { sdp })).toMatchObject({
        status: 409,
        body: { code: "not_ringing" },
      });
    },
  );

  it("answers not_ringing after the end, and 404 to another branch", async () => {
    const { send, ring, store } = setUp();
    const call = await ring();
    expect((await send(`/${call}/claim`, { sdp }, { as: eva.id })).body.code).toBe(
      "call_not_found",
    );
    await terminate(store);
    expect(await send(`/${call}/accept`, { sdp })).toMatchObject({
      status: 409,
      body: { code: "not_ringing" },
    });
  });

  it("rejects for all agents, unless somebody has claimed the call", async () => {
    const { send, ring, provider, store } = setUp();
    const call = await ring();
    await send(`/${call}/claim`, { sdp }, { as: luis.id });
    expect((await send(`/${call}/reject`)).body.code).toBe("already_claimed");
    const second = await ring("wacid.2");
    expect((await send(`/${second}/reject`)).body.call).toMatchObject({
      status: "cancelada",
      end_reason: "rejected",
    });
    expect(provider.requests).toEqual([
      { act: "reject", phoneId: "461269257068832", callId: "wacid.2" },
    ]);
    expect(store.sessions.has(second)).toBe(false);
  });
});

describe("hanging up", () => {
  it("is allowed only for the call's agent, and may be repeated", async () => {
    const { send, provider, store } = setUp();
    await send("", { to: "+525587654321", id });
    expect(await send(`/${id}/hangup`, undefined, { as: luis.id })).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    expect(await send(`/${id}/hangup`, undefined, { as: eva.id })).toMatchObject({ status: 404 });
    expect((await send(`/${id}/hangup`)).status).toBe(200);
    provider.before(() => {
      throw new ProviderError("invalid_parameter", "rejected");
    });
    expect((await send(`/${id}/hangup`)).status).toBe(200);
    provider.before(() => {
      throw new ProviderError("provider_unreachable", "ambiguous");
    });
    expect(await send(`/${id}/hangup`)).toMatchObject({
      status: 502,
      body: { code: "provider_unreachable", outcome: "ambiguous" },
    });
    await store.recordEvents([
      {
        event: {
          kind: "terminated",
          id: "t",
          provider: "ycloud",
          callId: "wacid.1",
          occurredAt: new Date().toISOString(),
        },
        payload: null,
        bodySha256: "t",
      },
    ]);
    expect((await send(`/${id}/hangup`)).body.call).toMatchObject({
      status: "cancelada",
      end_reason: "cancelled",
    });
  });
});

describe("media", () => {
  it("are sent only to agents of the call's branch", async () => {
    const { send, ring, store } = setUp();
    const call = await ring();
    const get = (as: string, medium = "recording") =>
      send(`/${call}/${medium}`, undefined, { as, method: "GET" });
    expect((await get(ana.id)).body.code).toBe("recording_not_found");
    await store.recordEvents([
      {
        event: {
          kind: "recording",
          available: true,
          assetId: "asset",
          id: "r",
          provider: "ycloud",
          callId: "wacid.in",
          occurredAt: new Date().toISOString(),
        },
        payload: null,
        bodySha256: "r",
      },
    ]);
    expect(await get(luis.id)).toMatchObject({ status: 200, text: "OggS" });
    expect((await get(eva.id)).body.code).toBe("call_not_found");
    expect((await get(ana.id, "transcript")).body.code).toBe("transcript_not_found");
  });

  it("from a flat payload are answered as a redirect and as plain text", async () => {
    const { send, ring, store } = setUp();
    const call = await ring();
    const facts = { provider: "flat", callId: "wacid.in", occurredAt: new Date().toISOString() };
    const media = [
      { kind: "recording", available: true, url: "https://media.example/1.ogg", id: "r" },
      { kind: "transcript", available: true, text: "Hola.", id: "t" },
    ] as const;
    await store.recordEvents(
      media.map((medium) => ({
        event: { ...medium, ...facts },
        payload: null,
        bodySha256: medium.id,
      })),
    );
    const recording = await send(`/${call}/recording`, undefined, { method: "GET" });
    expect([recording.status, recording.headers.get("location")]).toEqual([
      302,
      "https://media.example/1.ogg",
    ]);
    expect(await send(`/${call}/transcript`, undefined, { method: "GET" })).toMatchObject({
      status: 200,
      text: "Hola.",
    });
  });
});

describe("the STUN and TURN servers", () => {
  const read = ({ send }: ReturnType<typeof setUp>, as: string = ana.id) =>
    send("/ice-servers", undefined, { method: "GET", as });

  it("are an empty list without configuration", async () => {
    const { status, body } = await read(setUp());
    expect(status).toBe(200);
    expect(body).toEqual({ ok: true, ice_servers: [], expires_at: null, seconds: null });
  });

  it("have credentials of the agent, and the time when the credentials expire", async () => {
    const urls = ["turn:turn.example.com:3478"];
    const now = () => new Date("2026-11-26T12:00:00Z");
    const iceServers = createTurnCredentials({ urls, secret: "north", seconds: 600, now });
    const setup = setUp({ iceServers, now });
    const [forAna, forLuis] = [(await read(setup)).body, (await read(setup, luis.id)).body];
    expect(forAna).toMatchObject({
      ice_servers: [{ urls, username: expect.stringMatching(/^1795695000:/) }],
      expires_at: "2026-11-26T12:10:00.000Z",
      seconds: 600,
    });
    expect(forLuis.ice_servers[0].username).not.toBe(forAna.ice_servers[0].username);
    expect(JSON.stringify([forAna, forLuis])).not.toMatch(/north|[\da-f]{8}-[\da-f]{4}/);
  });

  it("may be a list without an end, and are sent only to agents", async () => {
    const setup = setUp({
      iceServers: () => ({ iceServers: [{ urls: "stun:stun.example.com" }], seconds: null }),
    });
    expect((await read(setup)).body).toEqual({
      ok: true,
      ice_servers: [{ urls: ["stun:stun.example.com"] }],
      expires_at: null,
      seconds: null,
    });
    expect(await read(setup, "nobody")).toMatchObject({
      status: 401,
      body: { code: "invalid_token" },
    });
  });
});

describe("recordings and transcripts in our storage", () => {
  it("are served with ranges, and stored on demand, for agents of the branch", async () => {
    const store = createMemoryCallStore(contractWorld);
    const media = { queue: createMemoryMediaQueue({ store }), storage: createMemoryMediaStorage() };
    const onMedia = vi.fn();
    const { provider, send } = setUp({ store, media, onMedia });
    const call = makeCall({
      id,
      branch_id: ana.branchId,
      recording_asset: "r",
      transcript_asset: "t",
    });
    store.calls.set(id, call);
    const archive = `/${id}/recording`;
    expect(await send(archive, undefined, { as: eva.id })).toMatchObject({ status: 404 });
    expect(onMedia).not.toHaveBeenCalled();
    const due = await send(archive, undefined);
    expect(due).toMatchObject({
      status: 200,
      body: {
        ok: true,
        media: [
          { kind: "recording", status: "pending" },
          { kind: "transcript", status: "pending" },
        ],
      },
    });
    expect(onMedia).toHaveBeenCalledOnce();
    await archiveMedia({ ...media, provider, onEvent });
    // The fake provider sends audio for the transcript too.
    expect((await send(archive, undefined)).body.media).toMatchObject([
      { kind: "recording", status: "stored" },
      { kind: "transcript", error_code: "media_type_refused" },
    ]);
    const [path = ""] = [...media.storage.files.keys()];
    const bytes = new TextEncoder().encode("Hola");
    media.storage.files.set("t", { type: "text/plain", bytes });
    for (const row of media.queue.rows) {
      if (row.kind === "transcript")
        Object.assign(row, { status: "stored", path: "t", media_type: "text/plain" });
    }
    const read = (medium: string, range: string) =>
      send(`/${id}/${medium}`, undefined, { method: "GET", headers: { range } });
    expect(await read("recording", "bytes=0-2")).toMatchObject({ status: 206, text: "Ogg" });
    expect(await read("transcript", "bytes=1-")).toMatchObject({ status: 206, text: "ola" });
    expect(path).toBe(`${ana.branchId}/${id}/recording-1`);
  });
});

describe("requests that are refused", () => {
  it.each([
    ["", "PUT", 405, "method_not_allowed"],
    [`/${id}/hangup`, "GET", 405, "method_not_allowed"],
    [`/${id}/transcript`, "POST", 405, "method_not_allowed"],
    [`/${id}/recording`, "POST", 404, "recording_not_found"],
    [`/${id}`, "POST", 404, "not_found"],
    [`/${id}/toString`, "POST", 404, "not_found"],
    [`/${id}/hangup/more`, "POST", 404, "not_found"],
    ["/%27,or(/hangup", "POST", 404, "call_not_found"],
  ])("answers %s %s with %i %s", async (path, method, status, code) => {
    const { send } = setUp();
    expect(await send(path, undefined, { method })).toMatchObject({
      status,
      body: { ok: false, code },
    });
  });

  it.each([
    ["", "PUT", "POST"],
    ["/permissions", "DELETE", "GET, POST"],
    [`/${id}/hangup`, "GET", "POST"],
    [`/${id}/recording`, "PATCH", "GET, POST"],
    ["/ice-servers", "POST", "GET"],
  ])("says which methods %s has, in place of %s", async (path, method, allowed) => {
    const { headers } = await setUp().send(path, undefined, { method });
    expect(headers.get("allow")).toBe(allowed);
  });

  it("checks the token, and puts CORS headers on every answer", async () => {
    const { handler, send } = setUp({ allowedOrigins: ["https://app.skale.example"] });
    const url = "https://project.supabase.co/whatsapp-call";
    const bare = await handler(
      new Request(url, { method: "POST", headers: { origin: "https://app.skale.example" } }),
    );
    expect([bare.status, ((await bare.json()) as { code: string }).code]).toEqual([
      401,
      "unauthorized",
    ]);
    expect(bare.headers.get("access-control-allow-origin")).toBe("https://app.skale.example");
    expect(await send("", {}, { as: "stranger" })).toMatchObject({
      status: 401,
      body: { code: "invalid_token" },
    });
    const foreign = await handler(
      new Request(url, { method: "POST", headers: { origin: "https://evil.example" } }),
    );
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await handler(
      new Request(url, {
        method: "OPTIONS",
        headers: {
          origin: "https://app.skale.example",
          "access-control-request-headers": "authorization, x-new",
        },
      }),
    );
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-headers": "authorization, x-new",
      "access-control-allow-methods": "GET, POST, OPTIONS",
      "access-control-max-age": "86400",
    });
  });

  it("refuses a body over 3 MB", async () => {
    const { send } = setUp();
    expect(await send("", JSON.stringify({ to: "x".repeat(3_000_001) }))).toMatchObject({
      status: 413,
      body: { code: "body_too_large" },
    });
  });

  it("answers an unexpected error with 500 and no detail", async () => {
    const { send, store } = setUp();
    store.beginCall = async () => {
      throw new Error("secret detail");
    };
    const answer = await send("", { to: "+525587654321" });
    expect(answer).toMatchObject({ status: 500, body: { code: "internal" } });
    expect(answer.text).not.toContain("secret detail");
  });
});

describe("the path at which the handler is mounted", () => {
  const make = (options: Partial<CallHandlerDeps>) =>
    createCallHandler({
      store: createMemoryCallStore(contractWorld),
      provider: createFakeCallProvider({ clickToCall: true }),
      authenticate: async () => contractWorld.agents[0].id,
      onEvent() {},
      ...options,
    });
  const ask = async (path: string, options: Partial<CallHandlerDeps> = {}) => {
    const response = await make(options)(
      new Request(`https://x.example${path}`, {
        method: "POST",
        headers: { authorization: "Bearer token" },
        body: JSON.stringify({ to: "+525587654321" }),
      }),
    );
    return { status: response.status, body: (await response.json()) as { error?: string } };
  };

  it.each([
    ["/whatsapp-call", undefined],
    ["/functions/v1/whatsapp-call", undefined],
    ["/functions/v1/whatsapp-call/", undefined],
    ["/api/calls", "/api/calls"],
    ["/api/calls/", "api/calls/"],
    ["/", "/"],
  ])("%s with the base path %s dials", async (path, basePath) => {
    expect((await ask(path, basePath === undefined ? {} : { basePath })).status).toBe(200);
  });

  it.each([
    ["/api/calls", undefined, /\/api\/calls\..*needs its basePath/],
    ["/whatsapp-call", "/api/calls", /\/whatsapp-call\..*basePath is \/api\/calls/],
    ["/api/calls/x/y", "/api/calls", /\/api\/calls\/x\/y/],
  ])("%s with the base path %s is 404, and says why", async (path, basePath, sentence) => {
    const { status, body } = await ask(path, basePath === undefined ? {} : { basePath });
    expect(status).toBe(404);
    expect(body.error).toMatch(sentence);
  });

  it.each(["+52 55 12", "55 0000 0009", "(55)", "+nonsense"])(
    "an invalid number to call from throws when the handler is made: %s",
    (from) => {
      expect(() => make({ from })).toThrow(expect.objectContaining({ code: "misconfigured" }));
    },
  );
});

describe("GET /availability", () => {
  const get = { method: "GET" };

  it("tells what is known of the inbox of the agent's branch", async () => {
    const { send, store } = setUp();
    await store.recordEvents([
      {
        event: {
          kind: "account",
          id: "evt_account",
          provider: "ycloud",
          occurredAt: "2026-11-26T10:00:00.000Z",
          business: { phoneId: "461269257068832" },
          facts: { calling_status: "DISABLED", messaging_limit: "TIER_2K" },
        },
        payload: null,
        bodySha256: "a",
      },
    ]);
    const { status, body } = await send("/availability", undefined, get);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ok: true,
        availability: {
          inbox_id: inboxA.id,
          may_call: false,
          may_be_called: false,
          reasons: [{ code: "calling_disabled", until: null }],
          until: null,
          country: "MX",
          hours: null,
          is_open: null,
          pickup: {
            days7: { incoming: 0, answered: 0, rate: null },
            days30: { incoming: 0, answered: 0, rate: null },
            warning: false,
          },
          messaging_limit: "TIER_2K",
          updated_at: "2026-11-26T10:00:00.000Z",
        },
      },
    });
  });

  it("takes the inbox from the query, and refuses those of other branches", async () => {
    const { send } = setUp();
    const ask = async (query: string, as: string = eva.id) => {
      const { status, body } = await send(`/availability${query}`, undefined, { ...get, as });
      return [status, body.code ?? body.availability.inbox_id];
    };
    expect(await ask(`?inbox_id=${inboxB1.id}`)).toEqual([200, inboxB1.id]);
    expect(await ask("")).toEqual([400, "inbox_required"]);
    expect(await ask(`?inbox_id=${inboxA.id}`)).toEqual([404, "inbox_not_found"]);
    expect(await ask("?inbox_id=first")).toEqual([400, "invalid_request"]);
    expect(await ask("?inbox_id=", ana.id)).toEqual([200, inboxA.id]);
    expect(await ask("", nobody.id)).toEqual([403, "no_branch"]);
  });
});

// This test must be the last one, because the tests above fill `seen`.
it("the tests cover every answer of the table, with those of permissionRoutes.test.ts and callHoursRoutes.test.ts", () => {
  const told = Object.entries(callRoutes)
    .filter(([route]) => !/ \/(?:permissions|call-hours)$/.test(route))
    .flatMap(([route, { answers }]) => Object.keys(answers).map((status) => `${route} ${status}`));
  expect(told.filter((answer) => !seen.has(answer))).toEqual([]);
});
