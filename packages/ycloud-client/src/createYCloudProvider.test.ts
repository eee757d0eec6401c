import type { CallProvider } from "@skale-calls/core";
import { describe, expect, expectTypeOf, it } from "vitest";
import { createYCloudProvider } from "./createYCloudProvider.ts";
import {
  createTestClient,
  from,
  json,
  phoneId,
  sdp,
  to,
  useTestServer,
  wacid,
} from "./testServer.ts";

const server = useTestServer();
const createProvider = (callPath?: string) =>
  createYCloudProvider({ client: createTestClient(), ...(callPath && { callPath }) });
const provider = createProvider();
const commands = "/v2/whatsapp/calls";

it("implements core's port", () => {
  expectTypeOf(createYCloudProvider).returns.toExtend<CallProvider>();
  expect(provider.name).toBe("ycloud");
});

it.each([
  ["to", { to }],
  ["recipient", { recipient: "US.1234" }],
])("connect by %s gives the wacid as callId", async (_, recipient) => {
  server.answer(json({ success: true, wacid }));
  await expect(provider.connect({ from, sdp, ...recipient })).resolves.toStrictEqual({
    callId: wacid,
  });
  expect(server.sent[0]).toMatchObject({
    method: "POST",
    path: `${commands}/connect`,
    body: { from, ...recipient, sdpType: "offer", sdp },
  });
});

it("connect without a wacid returns no callId", async () => {
  server.answer(json({ success: true }));
  await expect(provider.connect({ from, to, sdp })).resolves.toStrictEqual({});
});

it.each([
  ["preAccept", { sdpType: "answer", sdp }],
  ["accept", { sdpType: "answer", sdp }],
  ["reject", {}],
  ["terminate", {}],
] as const)("%s", async (name, session) => {
  server.answer(json({ success: true, wacid }));
  const call = { phoneId, callId: wacid, sdp };
  await expect(provider[name](call)).resolves.toBeUndefined();
  expect(server.sent[0]).toMatchObject({ method: "POST", path: `${commands}/${name}` });
  expect(server.sent[0]?.body).toStrictEqual({ phoneId, wacid, ...session });
});

it("resolves a number and its id with one request", async () => {
  server.answer(json({ items: [{ id: phoneId, phoneNumber: from }] }));
  await expect(provider.resolvePhoneId(from)).resolves.toBe(phoneId);
  await expect(provider.resolvePhone(phoneId)).resolves.toBe(from);
  expect(server.sent).toHaveLength(1);
});

it("downloads media", async () => {
  server.answer(new Response("OggS", { headers: { "content-type": "audio/ogg" } }));
  const response = await provider.downloadMedia("a1");
  await expect(response.text()).resolves.toBe("OggS");
  expect(server.sent[0]?.path).toBe(`${commands}/media/a1`);
});

it("throws ProviderErrors", async () => {
  const whatsappApiError = { code: "138006", message: "No approved call permission found" };
  server.answer(json({ error: { code: "UNAUTHORIZED", whatsappApiError } }, { status: 401 }));
  await expect(provider.connect({ from, to, sdp })).rejects.toMatchObject({
    code: "no_permission",
    status: 422,
    outcome: "rejected",
  });
});

describe("requestPermission", () => {
  const path = "/v2/whatsapp/messages/sendDirectly";
  const ask = (
    permissionTemplate?: string,
    contact: { to: string } | { recipient: string } = { to },
  ) =>
    createYCloudProvider({
      client: createTestClient(),
      ...(permissionTemplate === undefined ? {} : { permissionTemplate }),
    }).requestPermission({ from, externalId: "call-permission:1", ...contact });

  it.each([
    ["call_permission", { name: "call_permission", language: { code: "es" } }],
    ["call_permission:es_MX", { name: "call_permission", language: { code: "es_MX" } }],
    ["call_permission: en", { name: "call_permission", language: { code: "en" } }],
  ])("sends the template %s", async (configured, template) => {
    server.answer(json({ id: "m1", wamid: "wamid.1", status: "accepted" }));
    await expect(ask(configured)).resolves.toStrictEqual({ messageId: "wamid.1" });
    expect(server.sent[0]).toMatchObject({ method: "POST", path });
    expect(server.sent[0]?.body).toStrictEqual({
      from,
      to,
      externalId: "call-permission:1",
      type: "template",
      template,
    });
  });

  it.each([undefined, "", " "])("sends a free-form message with the template %j", async (none) => {
    server.answer(json({ id: "m1" }));
    await expect(ask(none, { recipient: "US.1234" })).resolves.toStrictEqual({});
    expect(server.sent[0]?.body).toMatchObject({
      recipient: "US.1234",
      type: "interactive",
      interactive: {
        type: "call_permission_request",
        action: { name: "call_permission_request" },
      },
    });
  });

  it.each([
    ["131047", "window_closed"],
    ["138009", "permission_limit"],
    ["138017", "permission_already_granted"],
  ])("WhatsApp's %s is %s, and is not retried", async (whatsappCode, code) => {
    const whatsappApiError = { code: whatsappCode, message: "refused" };
    server.answer(json({ error: { code: "BAD_REQUEST", whatsappApiError } }, { status: 400 }));
    await expect(ask()).rejects.toMatchObject({ code, outcome: "rejected" });
    expect(server.sent).toHaveLength(1);
  });
});

describe("clickToCall", () => {
  it.each([undefined, "", "/v2/whatsapp/calls/connect", "/v2/whatsapp/calls/connect/"])(
    "is absent with the path %j",
    (callPath) => {
      expect(createProvider(callPath)).not.toHaveProperty("clickToCall");
    },
  );

  it("exists with another path", async () => {
    server.answer(json({ call_id: "c1" }));
    const answer = await createProvider(commands).clickToCall?.({ from, to });
    expect(answer).toStrictEqual({ callId: "c1" });
    expect(server.sent[0]).toMatchObject({
      method: "POST",
      path: commands,
      body: { from, to, type: "voice" },
    });
  });
});
