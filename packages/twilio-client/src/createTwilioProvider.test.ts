import type { CallProvider } from "@skale-calls/core";
import { expect, expectTypeOf, it } from "vitest";
import { createTwilioProvider, type TwilioProviderOptions } from "./createTwilioProvider.ts";
import {
  callSid,
  createTestClient,
  from,
  json,
  recordingSid,
  refusal,
  to,
  useTestServer,
} from "./testServer.ts";

const server = useTestServer();
const webhookUrl = "https://x.example/webhook";
const create = (options: Partial<TwilioProviderOptions> = {}) =>
  createTwilioProvider({ client: createTestClient(), webhookUrl, ...options });
const call = { phoneId: from, callId: callSid };

it("implements core's port, without SDPs", () => {
  expectTypeOf(createTwilioProvider).returns.toExtend<CallProvider>();
  const provider = create({ agent: "client:ana" });
  expect(provider.name).toBe("twilio");
  expect(provider).toHaveProperty("clickToCall");
  for (const name of ["connect", "accept", "preAccept", "requestPermission"]) {
    expect(provider).not.toHaveProperty(name);
  }
  expect(create()).not.toHaveProperty("clickToCall");
});

it("a dial rings the agent, then the contact on WhatsApp", async () => {
  server.answer(json({ sid: callSid, status: "queued" }, { status: 201 }));
  const provider = create({ agent: async ({ agentId }) => `client:${agentId}` });
  const answer = await provider.clickToCall?.({ from, to, agentId: "ana" });
  expect(answer).toEqual({ callId: callSid });
  expect(Object.fromEntries(server.sent[0]?.form ?? [])).toEqual({
    To: "client:ana",
    From: from,
    Twiml: `<?xml version="1.0" encoding="UTF-8"?><Response><Dial callerId="whatsapp:${from}"><WhatsApp statusCallback="${webhookUrl}?leg=contact" statusCallbackEvent="initiated ringing answered completed">${to}</WhatsApp></Dial></Response>`,
    StatusCallback: `${webhookUrl}?leg=agent`,
    StatusCallbackEvent: "completed",
  });
});

it("a dial with every option", async () => {
  server.answer(json({ sid: callSid }));
  const options = {
    agent: "+525511111111",
    callerId: "+12025550100",
    record: true,
    ringSeconds: 25,
  };
  await create(options).clickToCall?.({ from, to });
  const form = Object.fromEntries(server.sent[0]?.form ?? []);
  expect(form).toMatchObject({ To: options.agent, From: options.callerId, Timeout: "25" });
  expect(form.Twiml).toContain(
    `<Dial callerId="whatsapp:${from}" timeout="25" record="record-from-answer-dual" recordingStatusCallback="${webhookUrl}">`,
  );
});

it("an agent's address that cannot be dialled is refused before anything is sent", async () => {
  await expect(create({ agent: () => "ana" }).clickToCall?.({ from, to })).rejects.toMatchObject({
    code: "invalid_parameter",
  });
  expect(server.sent).toEqual([]);
});

it.each([
  ["reject", "canceled"],
  ["terminate", "completed"],
] as const)("%s", async (name, status) => {
  server.answer(json({ sid: callSid, status }));
  await expect(create()[name](call)).resolves.toBeUndefined();
  expect(server.sent).toMatchObject([{ method: "POST", form: [["Status", status]] }]);
});

it.each(["in-progress", "ringing", undefined])(
  "a call that is %s after its refusal is ended",
  async (status) => {
    server.answer(json({ sid: callSid, status }), json({ sid: callSid, status: "completed" }));
    await expect(create().reject(call)).resolves.toBeUndefined();
    expect(server.sent.map(({ form }) => form)).toEqual([
      [["Status", "canceled"]],
      [["Status", "completed"]],
    ]);
  },
);

it.each(["completed", "busy", "failed", "no-answer", "canceled"])(
  "a call that is %s after its refusal is over",
  async (status) => {
    server.answer(json({ sid: callSid, status }));
    await create().reject(call);
    expect(server.sent).toHaveLength(1);
  },
);

it("a call that ends between the two requests of a refusal is over", async () => {
  const over = refusal(400, 21220, "Call is not in-progress");
  server.answer(json({ sid: callSid, status: "ringing" }), over);
  await expect(create().reject(call)).resolves.toBeUndefined();
});

it("a call that cannot be ended after its refusal is told", async () => {
  server.answer(json({ sid: callSid, status: "in-progress" }), refusal(401, 20003));
  await expect(create().reject(call)).rejects.toMatchObject({ code: "provider_auth" });
});

it("a call that is over gives call_ended", async () => {
  server.answer(refusal(400, 21220, "Call is not in-progress"));
  await expect(create().terminate(call)).rejects.toMatchObject({
    code: "call_ended",
    outcome: "rejected",
  });
});

it("a number is its own id", async () => {
  const provider = create();
  await expect(provider.resolvePhoneId(from)).resolves.toBe(from);
  await expect(provider.resolvePhone(from)).resolves.toBe(from);
  await expect(provider.resolvePhone(`whatsapp:${from}`)).resolves.toBe(from);
  await expect(provider.resolvePhone("XE1")).rejects.toMatchObject({ code: "provider_not_found" });
  expect(server.sent).toEqual([]);
});

it("downloads recordings", async () => {
  server.answer(new Response("ID3"));
  const response = await create().downloadMedia(recordingSid);
  await expect(response.text()).resolves.toBe("ID3");
});
