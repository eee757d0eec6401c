import { describe, expect, it } from "vitest";
import { callRoutes } from "../contract/callRoutes.ts";
import { parseWebhook } from "../parseWebhook.ts";
import type { PermissionReading } from "../ports/callProvider.ts";
import { logEvents } from "../ports/logEvents.ts";
import { checkCallAnswers } from "../testing/checkAnswers.ts";
import { contractWorld } from "../testing/contractWorld.ts";
import {
  createFakeCallProvider,
  type FakeCallProvider,
} from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
import { type CallPermission, tagRequest } from "../vocabulary/callPermission.ts";
import { CallsError, ProviderError } from "../vocabulary/callsError.ts";
import { type CallHandlerDeps, createCallHandler } from "./createCallHandler.ts";

const [ana, luis, eva, nobody] = contractWorld.agents;
const [inboxA, inboxB1] = contractWorld.inboxes;
const to = "+525587654321";
const recipient = "MX.13491208655302741918";
const id = "00000000-0000-4000-8000-000000000e01";
const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n";
const hour = 3_600;

/** The answers of all tests, such as `GET /permissions 200`. */
const seen = new Set<string>();

function setUp(more: Partial<CallHandlerDeps> = {}, provider = createFakeCallProvider()) {
  let time = Date.UTC(2026, 10, 22, 10);
  const now = () => new Date(time);
  const store = createMemoryCallStore({ ...contractWorld, now });
  const lines: string[] = [];
  const line = (message: string, fields?: object) => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  const handler = checkCallAnswers(
    createCallHandler({
      store,
      provider,
      onEvent: logEvents({ info: line, warn: line, error: line }),
      now,
      sleep: async () => {},
      authenticate: async (token) =>
        contractWorld.agents.find((agent) => agent.id === token)?.id ?? null,
      ...more,
    }),
    seen,
  );
  const send = async (path: string, body?: unknown, as: string = ana.id) => {
    const response = await handler(
      new Request(`https://project.supabase.co/functions/v1/whatsapp-call${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization: `Bearer ${as}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    return { status: response.status, body: await response.json() };
  };
  let made = 0;
  const hear = async (fields: object) => {
    made += 1;
    const event = {
      id: `evt_${made}`,
      provider: "ycloud",
      occurredAt: now().toISOString(),
      contact: { phone: to },
      business: { phone: "+525500000001" },
      ...fields,
    } as StoredEvent;
    await store.recordEvents([{ event, payload: null, bodySha256: event.id }]);
  };
  const reply = (fields: object) =>
    hear({
      kind: "permission",
      response: "accept",
      permanent: false,
      source: "user_action",
      ...fields,
    });
  const pass = (seconds: number) => {
    time += seconds * 1000;
  };
  return { store, provider, send, hear, reply, pass, lines };
}

const refuse = (provider: FakeCallProvider, error: Error) =>
  provider.before(() => {
    throw error;
  });
const encoded = encodeURIComponent(to);

/** The message of the request `id` failed. */
const ycloudFailure = (code: string, createTime: string) => ({
  id: `evt_failed_${code}`,
  type: "whatsapp.message.updated",
  createTime,
  whatsappMessage: {
    wamid: "wamid.1",
    from: "+525500000001",
    to,
    externalId: tagRequest(id),
    status: "failed",
    whatsappApiError: { code },
  },
});
const metaFailure = (code: string, at: string) => ({
  object: "whatsapp_business_account",
  entry: [
    {
      id: "1",
      changes: [
        {
          field: "messages",
          value: {
            metadata: { display_phone_number: "525500000001", phone_number_id: "461269257068832" },
            statuses: [
              {
                id: "wamid.1",
                status: "failed",
                timestamp: String(Date.parse(at) / 1000),
                recipient_id: to.slice(1),
                biz_opaque_callback_data: tagRequest(id),
                errors: [{ code: Number(code) }],
              },
            ],
          },
        },
      ],
    },
  ],
});

describe("GET /permissions", () => {
  it("reads what is known, by phone in any form or by user id", async () => {
    const { send, reply } = setUp();
    await reply({ contact: { phone: "+5215587654321", userId: recipient }, permanent: true });
    for (const query of [
      `to=${encoded}`,
      `to=${to}`,
      "to=%2B52%2055%208765%204321",
      `recipient=${recipient}`,
    ]) {
      expect(await send(`/permissions?${query}`)).toMatchObject({
        status: 200,
        body: { ok: true, permission: { status: "permanent", may_call: true } },
      });
    }
    const stranger = await send("/permissions?to=%2B34600111222");
    expect(stranger.body.permission).toMatchObject({ status: "none", requests: { left: 1 } });
  });

  it("expires a permission without any job", async () => {
    const { send, reply, pass } = setUp();
    await reply({ expiresAt: "2026-11-22T12:00:00.000Z" });
    expect((await send(`/permissions?to=${encoded}`)).body.permission).toMatchObject({
      status: "temporary",
      expires_at: "2026-11-22T12:00:00.000Z",
    });
    pass(2 * hour);
    expect((await send(`/permissions?to=${encoded}`)).body.permission.status).toBe("none");
  });

  it.each([
    ["", "phone_missing", 400],
    ["?to=12", "phone_too_short", 400],
    ["?recipient=Ana", "invalid_request", 400],
    [`?recipient=${recipient}&to=${encoded}`, "invalid_request", 400],
    [`?to=${encoded}&inbox_id=1%27--`, "invalid_request", 400],
    [`?to=${encoded}&inbox_id=${inboxB1.id}`, "inbox_not_found", 404],
    [`?to=${"9".repeat(300)}`, "phone_invalid", 400],
    ["?to=%00", "phone_invalid", 400],
    ["?to=%ED%A0%80", "phone_invalid", 400],
  ])("refuses %s", async (query, code, status) => {
    const { send } = setUp();
    const answer = await send(`/permissions${query}`);
    expect([answer.body.code, answer.status]).toEqual([code, status]);
  });

  it("is for agents, and for the inboxes that they see", async () => {
    const { send, reply } = setUp();
    await reply({ permanent: true });
    const path = `/permissions?to=${encoded}`;
    expect((await send(path, undefined, "stranger")).status).toBe(401);
    expect((await send(path, undefined, nobody.id)).body.code).toBe("no_branch");
    expect((await send(path, undefined, eva.id)).body.code).toBe("inbox_required");
    const other = `${path}&inbox_id=${inboxB1.id}`;
    expect((await send(other, undefined, eva.id)).body.permission.status).toBe("none");
    expect((await send(`${path}&inbox_id=${inboxA.id}`, undefined, eva.id)).status).toBe(404);
  });
});

describe("POST /permissions", () => {
  it("sends one message, and keeps its id", async () => {
    const { send, provider } = setUp();
    const { status, body } = await send("/permissions", {
      to: "+52 55 8765 4321",
      id,
      inbox_id: null,
    });
    expect([status, body]).toMatchObject([
      200,
      {
        ok: true,
        permission: {
          status: "requested",
          request: { id, message_id: "wamid.1", status: "sent", error_code: null },
          requests: { left: 0, next_at: "2026-11-23T10:00:00.000Z" },
          may_call: false,
        },
      },
    ]);
    expect(provider.requests).toEqual([
      { act: "requestPermission", from: "+5215500000001", to, externalId: tagRequest(id) },
    ]);
    const again = await send("/permissions", { to, id });
    expect(again.body).toEqual(body);
    expect(provider.requests).toHaveLength(1);
    expect((await send("/permissions", { to, id }, luis.id)).body.code).toBe("request_id_taken");
  });

  it("asks a contact of whom only the user id is known", async () => {
    const { send, provider } = setUp();
    expect((await send("/permissions", { recipient })).status).toBe(200);
    expect(provider.requests).toMatchObject([{ act: "requestPermission", recipient }]);
  });

  it("refuses before sending when the quota is used up, and says when the next one is accepted", async () => {
    const { send, provider, hear, pass } = setUp();
    await send("/permissions", { to });
    pass(22 * hour);
    expect(await send("/permissions", { to })).toMatchObject({
      status: 409,
      body: { code: "permission_limit", details: { next_at: "2026-11-23T10:00:00.000Z" } },
    });
    pass(4 * hour);
    expect((await send("/permissions", { to })).status).toBe(200);
    pass(48 * hour);
    expect((await send("/permissions", { to })).body.details).toEqual({
      next_at: "2026-11-29T10:00:00.000Z",
    });
    await hear({ kind: "accepted", callId: "wacid.1", direction: "entrante" });
    pass(1);
    expect((await send("/permissions", { to })).status).toBe(200);
    expect(provider.requests).toHaveLength(3);
  });

  it("two clicks at once send one message", async () => {
    const { send, provider } = setUp();
    const answers = await Promise.all([1, 2, 3].map(() => send("/permissions", { to })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(provider.requests).toHaveLength(1);
  });

  it("needs no request if the permission is permanent", async () => {
    const { send, reply, provider } = setUp();
    await reply({ permanent: true });
    expect(await send("/permissions", { to })).toMatchObject({
      status: 409,
      body: { code: "permission_already_granted" },
    });
    expect(provider.requests).toEqual([]);
  });

  it("learns from the provider that the permission is permanent", async () => {
    const { send, reply, provider } = setUp();
    await reply({ response: "reject", occurredAt: "2026-11-22T12:00:00.000Z" });
    refuse(provider, new ProviderError("permission_already_granted", "rejected"));
    expect((await send("/permissions", { to })).status).toBe(409);
    expect((await send(`/permissions?to=${encoded}`)).body.permission).toMatchObject({
      status: "permanent",
      source: "provider",
      may_call: true,
      request: { status: "failed" },
    });
  });

  it("learns from the provider that a limit is reached, and says when to ask again", async () => {
    const { send, provider, pass, hear } = setUp();
    const details = { whatsappCode: "138009", reason: "Call permission request limit reached" };
    refuse(provider, new ProviderError("permission_limit", "rejected", { details }));
    const next_at = "2026-11-23T10:00:00.000Z";
    expect(await send("/permissions", { to })).toMatchObject({
      status: 409,
      body: { code: "permission_limit", outcome: "rejected", details: { ...details, next_at } },
    });
    provider.before(null);
    expect((await send(`/permissions?to=${encoded}`)).body.permission).toMatchObject({
      status: "none",
      request: { status: "failed", error_code: "permission_limit" },
      requests: { left: 0, next_at },
    });
    pass(22 * hour);
    expect((await send("/permissions", { to })).body.details).toEqual({ next_at });
    expect(provider.requests).toHaveLength(1);
    pass(4 * hour);
    expect((await send("/permissions", { to, id })).status).toBe(200);

    // A refusal that a webhook reports.
    const failed = { kind: "permission_request", requestId: id, status: "failed" };
    await hear({ ...failed, errorCode: "138009" });
    expect((await send(`/permissions?to=${encoded}`)).body.permission.requests).toEqual({
      left: 0,
      next_at: "2026-11-24T12:00:00.000Z",
    });
    await hear({ kind: "accepted", callId: "wacid.1", direction: "saliente" });
    pass(1);
    expect((await send("/permissions", { to })).status).toBe(200);
  });

  it.each(["ycloud", "meta"] as const)(
    "learns from %s's webhooks about the message",
    async (by) => {
      const { send, store, reply } = setUp();
      await reply({ response: "reject", occurredAt: "2026-11-22T09:00:00.000Z" });
      await send("/permissions", { to, id });
      const hearError = async (code: string) => {
        const at = "2026-11-22T10:00:05.000Z";
        const body = by === "ycloud" ? ycloudFailure(code, at) : metaFailure(code, at);
        for (const { raw: _, ...event } of parseWebhook(body)) {
          await store.recordEvents([{ event, payload: null, bodySha256: event.id }]);
        }
        return (await send(`/permissions?to=${encoded}`)).body.permission;
      };
      // These errors exclude each other. At the same time, a refusal wins.
      expect(await hearError("138009")).toMatchObject({
        status: "revoked",
        request: { id, message_id: "wamid.1", status: "failed", error_code: "138009" },
        requests: { left: 0, next_at: "2026-11-23T10:00:05.000Z" },
      });
      expect(await hearError("138017")).toMatchObject({ status: "permanent", source: "provider" });
      expect(await hearError("138006")).toMatchObject({ status: "none", source: "provider" });
    },
  );

  it("learns from a refusal after a lesson that the contact's own refusal hides", async () => {
    const { send, provider, reply } = setUp();
    await reply({ response: "reject", contextId: "wamid.9" });
    const occurredAt = "2026-11-22T11:00:00.000Z";
    await reply({ response: "reject", source: "provider", occurredAt });
    const read = async () => (await send(`/permissions?to=${encoded}`)).body.permission;
    expect(await read()).toMatchObject({ status: "rejected", source: "user_action" });
    refuse(provider, new ProviderError("permission_already_granted", "rejected"));
    await send("/permissions", { to });
    expect(await read()).toMatchObject({ status: "permanent", source: "provider" });
  });

  it("reports the provider's limit even if the next time cannot be read", async () => {
    const { send, provider, store, lines } = setUp();
    refuse(provider, new ProviderError("permission_limit", "rejected"));
    store.findPermission = () => Promise.reject(new CallsError("store_unavailable"));
    expect((await send("/permissions", { to })).body.code).toBe("permission_limit");
    expect(lines.join()).toContain("store_unavailable");
  });

  it("says that only a template is accepted, and lets the agent ask again", async () => {
    const { send, provider } = setUp();
    refuse(provider, new ProviderError("window_closed", "rejected"));
    const refused = await send("/permissions", { to });
    expect(refused).toMatchObject({ status: 422, body: { code: "window_closed" } });
    expect(refused.body.error).toMatch(/template/);
    provider.before(null);
    expect((await send("/permissions", { to })).status).toBe(200);
  });

  it("an unclear answer is 202, counts, and is settled by the webhooks", async () => {
    const { send, provider, hear, lines } = setUp();
    refuse(provider, new ProviderError("provider_timeout", "ambiguous"));
    expect(await send("/permissions", { to, id })).toMatchObject({
      status: 202,
      body: { outcome: "ambiguous", permission: { request: { status: "requested" } } },
    });
    expect((await send("/permissions", { to, id })).status).toBe(202);
    expect((await send("/permissions", { to })).body.code).toBe("permission_limit");
    expect(provider.requests).toHaveLength(1);
    const step = { kind: "permission_request", requestId: id, messageId: "wamid.9" };
    await hear({ ...step, status: "delivered" });
    expect((await send("/permissions", { to, id })).status).toBe(200);
    expect((await send(`/permissions?to=${encoded}`)).body.permission.request).toMatchObject({
      message_id: "wamid.9",
      status: "delivered",
    });
    expect(lines.join()).not.toContain("8765");
  });

  it("says so if the provider cannot ask", async () => {
    const { requestPermission: _, ...provider } = createFakeCallProvider();
    const { send } = setUp({ provider });
    expect(await send("/permissions", { to })).toMatchObject({
      status: 422,
      body: { code: "permission_requests_unsupported" },
    });
  });

  it.each([
    [{}, "phone_missing"],
    [{ to: { $ne: 1 } }, "phone_invalid"],
    [{ to, recipient }, "invalid_request"],
    [{ to, id: "1; drop table" }, "invalid_request"],
    [{ recipient: ["MX.1"] }, "invalid_request"],
    [{ to, inbox_id: inboxB1.id }, "inbox_not_found"],
  ])("refuses %j", async (body, code) => {
    const { send, provider } = setUp();
    expect((await send("/permissions", body)).body.code).toBe(code);
    expect(provider.requests).toEqual([]);
  });
});

describe("dialling", () => {
  it("is refused without a known permission under the strict policy", async () => {
    const { send, provider, reply, pass } = setUp({ permissionPolicy: "strict" });
    const dial = () => send("", { to, sdp, id });
    expect(await dial()).toMatchObject({
      status: 409,
      body: {
        code: "consent_required",
        details: { permission: { status: "none", requests: { left: 1 } } },
      },
    });
    await reply({ expiresAt: "2026-11-22T12:00:00.000Z" });
    expect((await dial()).status).toBe(200);
    pass(3 * hour);
    expect((await dial()).status).toBe(200);
    expect((await send("", { to, sdp })).body.code).toBe("consent_required");
    expect((await send("", { to, sdp, inbox_id: inboxB1.id })).status).toBe(404);
    expect(provider.requests.filter(({ act }) => act === "connect")).toHaveLength(1);
  });

  it("drops what was believed when the provider says that there is no permission", async () => {
    const { send, provider, reply } = setUp();
    // The provider's clock is two hours ahead.
    await reply({ permanent: true, occurredAt: "2026-11-22T12:00:00.000Z" });
    refuse(provider, new ProviderError("no_permission", "rejected"));
    expect((await send("", { to, sdp })).body.code).toBe("no_permission");
    const read = async () => (await send(`/permissions?to=${encoded}`)).body.permission;
    expect(await read()).toMatchObject({ status: "none", source: "provider", may_call: false });
    await reply({ permanent: true, occurredAt: "2026-11-22T12:00:01.000Z" });
    expect((await read()).status).toBe("permanent");
  });

  it("keeps a refusal of the contact when the provider says that there is no permission", async () => {
    const { send, provider, reply } = setUp();
    await reply({ response: "reject", contextId: "wamid.1" });
    refuse(provider, new ProviderError("no_permission", "rejected"));
    await send("", { to, sdp });
    expect((await send(`/permissions?to=${encoded}`)).body.permission.status).toBe("rejected");
  });

  it("reports the provider's refusal even if it cannot be stored", async () => {
    const { send, provider, store, lines } = setUp();
    refuse(provider, new ProviderError("no_permission", "rejected"));
    store.findPermission = () => Promise.reject(new CallsError("store_unavailable"));
    expect((await send("", { to, sdp })).body.code).toBe("no_permission");
    expect(lines.join()).toContain("store_unavailable");
  });
});

// This test must be the last one, because the tests above fill `seen`.
it("the tests cover every answer of the permission routes", () => {
  const told = (["GET /permissions", "POST /permissions"] as const).flatMap((route) =>
    Object.keys(callRoutes[route].answers).map((status) => `${route} ${status}`),
  );
  expect(told.filter((answer) => !seen.has(answer))).toEqual([]);
});

describe("a provider that can be asked", () => {
  const known = (reading: () => PermissionReading) => {
    const provider = createFakeCallProvider({ permission: reading });
    return { ...setUp({}, provider), provider };
  };
  const expiresAt = "2026-11-26T10:00:00.000Z";
  const find = async ({ send }: ReturnType<typeof setUp>) => {
    const { body } = await send(`/permissions?to=${encoded}`);
    return body.permission as CallPermission;
  };

  it("tells a permission that no webhook told, and it stays", async () => {
    let reading: PermissionReading = { status: "temporary", expiresAt };
    const world = known(() => reading);
    const told = { status: "temporary", expires_at: expiresAt, may_call: true, source: "provider" };
    expect(await find(world)).toMatchObject(told);
    expect(world.provider.requests).toEqual([
      { act: "readPermission", from: "+5215500000001", to },
    ]);
    reading = {};
    expect(await find(world)).toMatchObject(told);
  });

  it.each(["permanent", "temporary"] as const)(
    "tells that a permission is %s, and the contact revokes it by a clock that is behind ours",
    async (status) => {
      let reading: PermissionReading = { status };
      const world = known(() => reading);
      const ends = status === "temporary" ? "2026-11-29T10:00:00.000Z" : null;
      expect(await find(world)).toMatchObject({ status, expires_at: ends, may_call: true });
      reading = {};
      await world.reply({ response: "reject", occurredAt: "2026-11-22T09:55:00.000Z" });
      expect(await find(world)).toMatchObject({ status: "revoked", may_call: false });
    },
  );

  it("takes back a permission that we believed, until the contact gives it again", async () => {
    let reading: PermissionReading = { status: "no_permission" };
    const world = known(() => reading);
    await world.reply({ permanent: true });
    expect(await find(world)).toMatchObject({ status: "none", may_call: false });
    reading = {};
    world.pass(hour);
    await world.reply({ permanent: true });
    expect(await find(world)).toMatchObject({ status: "permanent", may_call: true });
  });

  it("keeps why there is no permission", async () => {
    const world = known(() => ({ status: "no_permission" }));
    await world.reply({ response: "reject", contextId: "wamid.1" });
    expect(await find(world)).toMatchObject({ status: "rejected", source: "user_action" });
  });

  it("is asked any number of times and stores one answer", async () => {
    const world = known(() => ({ status: "permanent" }));
    await find(world);
    await find(world);
    expect(world.store.ledger.length).toBe(1);
  });

  it("decides what is possible now, whatever our limits say", async () => {
    const world = known(() => ({
      status: "permanent",
      mayCall: false,
      mayRequest: false,
      nextRequestAt: expiresAt,
    }));
    expect(await find(world)).toMatchObject({
      status: "permanent",
      may_call: false,
      requests: { left: 0, next_at: expiresAt },
    });
    const generous = known(() => ({ mayRequest: true, requestsLeft: 0 }));
    expect((await find(generous)).requests).toEqual({ left: 1, next_at: null });
  });

  it("that fails changes nothing, and is logged", async () => {
    const world = known(() => {
      throw new ProviderError("rate_limited", "rejected");
    });
    await world.reply({ permanent: true });
    expect(await find(world)).toMatchObject({ status: "permanent", may_call: true });
    expect(world.lines.join()).toContain("permission_not_asked");
    expect(world.lines.join()).not.toContain(to.slice(1));
  });

  it("is asked by a strict dial before it is refused, and a limit of calls is left to WhatsApp", async () => {
    const provider = createFakeCallProvider({
      permission: () => ({ status: "permanent", mayCall: false }),
    });
    const { send } = setUp({ permissionPolicy: "strict" }, provider);
    expect((await send("/", { to, sdp, id })).status).toBe(200);
    expect(provider.requests.map(({ act }) => act)).toEqual(["readPermission", "connect"]);
    const none = createFakeCallProvider({ permission: () => ({ status: "no_permission" }) });
    const refused = await setUp({ permissionPolicy: "strict" }, none).send("/", { to, sdp, id });
    expect(refused).toMatchObject({ status: 409, body: { code: "consent_required" } });
  });
});
