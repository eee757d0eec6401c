import { describe, expect, it } from "vitest";
import {
  accessToken,
  appSecret,
  callId,
  createTestClient,
  json,
  phoneId,
  sdp,
  to,
} from "../testServer.ts";

const done = json({ messaging_product: "whatsapp", success: true });
const path = `/${phoneId}/calls`;
const purpose = { purpose: "Quality", announcementLanguage: "es" } as const;
const written = { status: "ENABLED", purpose: "Quality", announcement_language: "es" };

describe("connect", () => {
  it.each([
    ["a number", { to }],
    ["a user id", { recipient: "US.13491208655302741918" }],
  ])("dials %s with an offer", async (_, contact) => {
    const { client, sent } = createTestClient([json({ calls: [{ id: callId }] })]);
    const input = { phoneId, sdp, callbackData: "0fS5cePMok", ...contact };
    await expect(client.calls.connect(input)).resolves.toStrictEqual({ callId });
    expect(sent).toMatchObject([{ method: "POST", path, authorization: `Bearer ${accessToken}` }]);
    expect(sent[0]?.body).toStrictEqual({
      messaging_product: "whatsapp",
      ...contact,
      action: "connect",
      session: { sdp_type: "offer", sdp },
      biz_opaque_callback_data: "0fS5cePMok",
    });
  });

  it("records only if asked", async () => {
    const { client, sent } = createTestClient([json({ calls: [{ id: callId }] })]);
    await client.calls.connect({ phoneId, to, sdp, recording: purpose, transcription: purpose });
    expect(sent[0]?.body).toMatchObject({ recording: written, transcription: written });
  });

  it.each([{}, { calls: [] }, { calls: [{}] }, { calls: null, success: true }])(
    "without an id in %j has no id",
    async (answer) => {
      const { client } = createTestClient([json(answer)]);
      await expect(client.calls.connect({ phoneId, to, sdp })).resolves.toStrictEqual({});
    },
  );

  it.each([
    ["both recipients", { to, recipient: "US.1" }],
    ["no recipient", {}],
    ["a number without +", { to: "5215587654321" }],
    ["callback data that are too long", { to, callbackData: "x".repeat(513) }],
    ["an unknown field", { to, type: "voice" }],
  ])("refuses %s", async (_, contact) => {
    const { client, sent } = createTestClient([done]);
    const input = { phoneId, sdp, ...contact } as Parameters<typeof client.calls.connect>[0];
    await expect(client.calls.connect(input)).rejects.toMatchObject({ code: "invalid_parameter" });
    expect(sent).toEqual([]);
  });
});

it.each([
  ["preAccept", "pre_accept", { session: { sdp_type: "answer", sdp } }],
  ["accept", "accept", { session: { sdp_type: "answer", sdp } }],
  ["reject", "reject", {}],
  ["terminate", "terminate", {}],
] as const)("%s", async (name, action, session) => {
  const { client, sent } = createTestClient([done]);
  const input = { phoneId, callId, ...("session" in session ? { sdp } : {}) };
  await expect(client.calls[name](input as never)).resolves.toBeUndefined();
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ method: "POST", path });
  expect(sent[0]?.body).toStrictEqual({
    messaging_product: "whatsapp",
    call_id: callId,
    action,
    ...session,
  });
});

it("reads a 200 with success: false as a refusal", async () => {
  const { client } = createTestClient([json({ success: false })]);
  await expect(client.calls.reject({ phoneId, callId })).rejects.toMatchObject({
    code: "provider_refused",
    outcome: "rejected",
  });
});

it("proves that it knows the app's secret", async () => {
  const { client, sent } = createTestClient([done], { appSecret });
  await client.calls.reject({ phoneId, callId });
  // `printf EAAG-token-5f2c9a7b1d | openssl dgst -sha256 -hmac app-secret-0c1d2e3f`
  expect(sent[0]?.path).toBe(
    `${path}?appsecret_proof=55a25697e9f014c2ebe2064ae53c1ae4576211f7132ab29f5bccebd3c46f72bd`,
  );
});
