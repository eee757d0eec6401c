import { CallsError, createWebhookHandler } from "@skale-calls/core";
import { contractWorld, createMemoryCallStore } from "@skale-calls/core/testing";
import { expect, it } from "vitest";
import { createVoiceHandler, type VoiceRequest } from "./createVoiceHandler.ts";
import { signTwilioWebhook } from "./testing/signTwilioWebhook.ts";
import { type TwilioWebhook, twilioFixtures, twilioParties } from "./testing/twilioFixtures.ts";
import { twiml } from "./twiml/twiml.ts";
import { twilioWebhooks } from "./webhooks/twilioWebhooks.ts";

const url = "https://x.example/voice";
/** As they are entered at Twilio: the status callback and the voice URL. */
const entered = ["https://x.example/whatsapp-call-webhook", url];

function setUp(broken = false) {
  const store = createMemoryCallStore(contractWorld);
  const calls: VoiceRequest[] = [];
  const voice = createVoiceHandler({
    webhooks: createWebhookHandler({
      store: broken
        ? { ...store, recordEvents: () => Promise.reject(new CallsError("store_unavailable")) }
        : store,
      sources: [twilioWebhooks({ authTokens: ["token"], url: entered })],
      onEvent() {},
    }),
    answer(call) {
      calls.push(call);
      return twiml.response(twiml.dial([twiml.client("ana")], { answerOnBridge: true }));
    },
  });
  const ask = async (parameters: TwilioWebhook, authToken = "token") =>
    voice(signTwilioWebhook({ url, authToken, parameters }));
  return { store, calls, ask, voice };
}

it("an incoming call is stored and answered", async () => {
  const { store, calls, ask } = setUp();
  const response = await ask(twilioFixtures.voice);
  expect(response.headers.get("content-type")).toBe("text/xml; charset=utf-8");
  expect(await response.text()).toContain(
    '<Dial answerOnBridge="true"><Client>ana</Client></Dial>',
  );
  expect([...store.calls.values()]).toMatchObject([
    { call_id: twilioParties.incoming, direction: "entrante", status: "iniciando" },
  ]);
  expect(calls).toMatchObject([
    {
      callSid: twilioParties.incoming,
      from: "+5215550000101",
      to: "+525550000200",
      dialStatus: undefined,
    },
  ]);
});

it("a request that was signed for an address that is not entered is refused", async () => {
  const { calls, voice } = setUp();
  const parameters = twilioFixtures.voice;
  const other = signTwilioWebhook({
    url: "https://x.example/other",
    authToken: "token",
    parameters,
  });
  const moved = new Request(url, other);
  expect(await voice(moved)).toMatchObject({ status: 401 });
  expect(calls).toEqual([]);
});

it("a contact without a number is told by the user id", async () => {
  const { calls, ask } = setUp();
  await ask({ ...twilioFixtures.voice, From: "whatsapp:US.ABC123XYZ" });
  expect(calls).toMatchObject([{ from: "US.ABC123XYZ", to: "+525550000200" }]);
});

it("the end of a dial is told", async () => {
  const { calls, ask } = setUp();
  await ask(twilioFixtures["dial-no-answer"]);
  expect(calls).toMatchObject([{ dialStatus: "no-answer" }]);
  expect(calls[0]?.parameters.get("CallStatus")).toBe("in-progress");
});

it("a request that is not authentic is refused, and nobody is asked", async () => {
  const { calls, ask } = setUp();
  expect(await ask(twilioFixtures.voice, "other")).toMatchObject({ status: 401 });
  expect(calls).toEqual([]);
});

it("a call is answered while the database cannot be reached", async () => {
  const { calls, ask } = setUp(true);
  expect(await ask(twilioFixtures.voice)).toMatchObject({ status: 200 });
  expect(await ask(twilioFixtures.voice, "other")).toMatchObject({ status: 401 });
  expect(calls).toHaveLength(1);
});
