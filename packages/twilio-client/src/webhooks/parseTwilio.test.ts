import {
  type CallEvent,
  type CallFacts,
  createWebhookHandler,
  deriveStatus,
  reduceCall,
} from "@skale-calls/core";
import { contractWorld, createMemoryCallStore } from "@skale-calls/core/testing";
import { describe, expect, it, test } from "vitest";
import { signTwilioWebhook } from "../testing/signTwilioWebhook.ts";
import {
  type TwilioFixtureName,
  type TwilioWebhook,
  twilioEvent,
  twilioFixtures,
  twilioParties,
} from "../testing/twilioFixtures.ts";
import { withLeg } from "./callLegs.ts";
import { parseTwilio } from "./parseTwilio.ts";
import { twilioWebhooks } from "./twilioWebhooks.ts";

const url = "https://x.example/webhook";
const receivedAt = new Date("2026-11-26T10:05:00.000Z");
const { incoming, outgoing } = twilioParties;
const parse = (parameters: TwilioWebhook, address = url) =>
  parseTwilio(parameters, { url: address, receivedAt });

const sides = {
  contact: { phone: "+5215550000101" },
  business: { phone: "+525550000200" },
};
const came = { callId: incoming, direction: "entrante", ...sides };
const went = { callId: outgoing, direction: "saliente", ...sides };
const ended = (cause: string, more: object = {}) => ({
  kind: "terminated",
  ...went,
  cause,
  ...more,
});
const unknown = (callId: string, type: string) => ({
  kind: "unknown",
  callId,
  type,
  aboutCalls: true,
});
/** What a webhook about an agent's leg says of the call. */
const call = (callId: string, kind: string, more: object = {}) => ({ kind, callId, ...more });

const expected: Readonly<Record<TwilioFixtureName, readonly object[]>> = {
  voice: [{ kind: "ringing", ...came, occurredAt: receivedAt.toISOString() }],
  queued: [{ kind: "offer", ...went, session: { invalid: "missing" } }],
  initiated: [{ kind: "offer", ...went, session: { invalid: "missing" } }],
  ringing: [{ kind: "ringing", ...went, occurredAt: "2026-11-26T10:00:00.001Z" }],
  answered: [{ kind: "accepted", ...went, occurredAt: "2026-11-26T10:00:00.002Z" }],
  completed: [
    ended("completed", { durationSeconds: 42 }),
    { kind: "recording", ...went, available: true, assetId: twilioParties.recording },
  ],
  busy: [ended("busy")],
  failed: [ended("failed", { errorCode: "sip_404" })],
  "failed-permission": [ended("failed", { errorCode: "no_permission" })],
  "no-answer": [ended("no_answer")],
  canceled: [ended("cancelled")],
  "incoming-completed": [{ kind: "terminated", ...came, cause: "no_answer", durationSeconds: 42 }],
  "incoming-no-answer": [{ kind: "terminated", ...came, cause: "no_answer" }],
  "contact-leg-answered": [{ kind: "accepted", ...went }],
  "contact-leg-completed": [ended("completed", { durationSeconds: 42 })],
  "agent-leg-answered": [call(incoming, "accepted")],
  "agent-leg-no-answer": [unknown(incoming, "no-answer")],
  "agent-first-answered": [unknown(outgoing, "in-progress")],
  "agent-first-no-answer": [call(outgoing, "terminated", { cause: "no_answer" })],
  "agent-first-completed": [call(outgoing, "terminated")],
  "dial-completed": [{ kind: "accepted", ...came }],
  "dial-no-answer": [unknown(incoming, "dial:no-answer")],
  "incoming-answered": [unknown(incoming, "in-progress")],
  "voice-message": [
    { kind: "recording", ...came, available: true, assetId: twilioParties.recording },
  ],
  "recording-in-progress": [unknown(incoming, "recording:in-progress")],
  "recording-completed": [
    call(incoming, "recording", {
      available: true,
      assetId: twilioParties.recording,
      occurredAt: "2026-11-26T10:00:04.000Z",
    }),
  ],
  "recording-absent": [call(incoming, "recording", { available: false, errorCode: "16101" })],
  "recording-failed": [call(incoming, "recording", { available: false })],
  transcription: [
    call(incoming, "transcript", { available: true, text: "Hola, gracias por llamar." }),
  ],
  amd: [unknown(outgoing, "callback")],
  captured: [
    {
      kind: "terminated",
      callId: "CA00000000000000000000000000000000",
      occurredAt: "2018-03-25T09:53:19.003Z",
      direction: "saliente",
      contact: { phone: "+5511000000000" },
      business: { phone: "+16460000000" },
      cause: "completed",
      durationSeconds: 49,
    },
  ],
};

test.each(Object.entries(twilioFixtures))("%s", (name, parameters) => {
  const events = parse(parameters);
  const facts = events.map(({ id, provider, occurredAt, raw, ...event }) => {
    expect({ provider, raw }).toEqual({ provider: "twilio", raw: parameters });
    return { occurredAt, ...event };
  });
  const withTimes = expected[name as TwilioFixtureName].map((event, index) => ({
    occurredAt: facts[index]?.occurredAt,
    ...event,
  }));
  expect(facts).toEqual(withTimes);
});

describe("values that nobody knows yet", () => {
  it.each([
    [twilioEvent("teleported"), "teleported"],
    [{ CallSid: incoming, RecordingSid: "RE1", RecordingStatus: "melted" }, "recording:melted"],
    [{ CallSid: incoming, DialCallStatus: "on-fire" }, "dial:on-fire"],
    [{ CallSid: incoming }, "callback"],
  ])("are kept: %j", (parameters, type) =>
    expect(parse(parameters)).toMatchObject([unknown(incoming, type)]),
  );

  it.each(["trunking-originating", "trunking-terminating", "sideways"])(
    "the direction %s leaves both numbers, and our inboxes decide",
    (Direction) => {
      expect(parse(twilioEvent("ringing", { Direction }))).toMatchObject([
        { kind: "ringing", parties: { from: "+5215550000101", to: "+525550000200" } },
      ]);
    },
  );

  it.each([
    [{ MessageSid: "SM1", MessageStatus: "read" }, { type: "message" }],
    [{ type: "com.twilio.voice.insights.call-summary.complete" }, {}],
    [{}, {}],
  ])("a webhook about no call: %j", (parameters, more) => {
    const [event, ...others] = parse(parameters as TwilioWebhook);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: "unknown", ...more });
    expect(event).not.toHaveProperty("callId");
    expect(event).not.toHaveProperty("aboutCalls");
  });

  it("a body that is no text is refused, and a number that is an object is ignored", () => {
    const source = twilioWebhooks({ authTokens: ["token"] });
    const read = (rawBody: Uint8Array, address: string) =>
      source.parse({ rawBody, headers: new Headers(), url: address, receivedAt });
    expect(() => read(new Uint8Array([0xfb, 0x22]), url)).toThrow(
      expect.objectContaining({ code: "invalid_json" }),
    );
    const odd = { ...twilioFixtures.answered, SequenceNumber: { toString: 1 } };
    const json = new TextEncoder().encode(JSON.stringify(odd));
    expect(read(json, `${url}?bodySHA256=x`)).toMatchObject([
      { kind: "accepted", occurredAt: "2026-11-26T10:00:00.000Z" },
    ]);
  });

  it.each([
    ["In-Progress", "accepted"],
    ["NO_ANSWER", "terminated"],
  ])("upper case and underscores are read: %s", (status, kind) =>
    expect(parse(twilioEvent(status, { Direction: "outbound-api" }))).toMatchObject([{ kind }]),
  );
});

it.each([
  ["completed", "accepted"],
  ["answered", "accepted"],
  ["busy", "unknown"],
  ["no-answer", "unknown"],
  ["failed", "unknown"],
  ["canceled", "unknown"],
])("the end of a dial, %s, is %s: the call may go on", (DialCallStatus, kind) => {
  const parameters = { ...twilioFixtures["dial-completed"], DialCallStatus };
  expect(parse(parameters)).toMatchObject([{ kind, callId: incoming }]);
});

describe("the time", () => {
  const timeOf = (more: TwilioWebhook) => parse(twilioEvent("ringing", more))[0]?.occurredAt;

  it.each([
    [{ SequenceNumber: "0" }, "2026-11-26T10:00:00.000Z"],
    [{ SequenceNumber: "12" }, "2026-11-26T10:00:00.012Z"],
    [{ SequenceNumber: "1000" }, "2026-11-26T10:00:00.000Z"],
    [{ SequenceNumber: "-1" }, "2026-11-26T10:00:00.000Z"],
    [{ SequenceNumber: "x" }, "2026-11-26T10:00:00.000Z"],
    [
      { Timestamp: "Thu, 26 Nov 2026 04:00:00 -0600", SequenceNumber: "2" },
      "2026-11-26T10:00:00.002Z",
    ],
    [{ Timestamp: "2026-11-26T10:00:00.250Z", SequenceNumber: "2" }, "2026-11-26T10:00:00.250Z"],
    [{ Timestamp: "soon", SequenceNumber: "2" }, receivedAt.toISOString()],
  ])("%j: %s", (more, time) => expect(timeOf(more)).toBe(time));
});

describe("the leg", () => {
  const kindOf = (parameters: TwilioWebhook, address?: string) => parse(parameters, address)[0];
  const child = { CallSid: twilioParties.contactLeg, ParentCallSid: outgoing };

  it("that the address names wins", () => {
    const plain = { ...child, From: "+15550001", To: "+15550002", Direction: "outbound-dial" };
    const ringing = twilioEvent("ringing", plain);
    expect(kindOf(ringing)).toMatchObject(unknown(outgoing, "ringing"));
    expect(kindOf(ringing, withLeg(url, "contact"))).toMatchObject({ kind: "ringing" });
    expect(kindOf(twilioFixtures.answered, withLeg(url, "agent"))).toMatchObject(
      unknown(outgoing, "in-progress"),
    );
    expect(kindOf(ringing, `${url}?leg=other`)).toMatchObject(unknown(outgoing, "ringing"));
  });

  it.each([
    [
      "an agent's browser",
      { From: "client:ana", To: "+525550000200", Direction: "inbound" },
      "agent",
    ],
    [
      "an agent's SIP phone",
      { ...child, To: "sip:ana@x.example", Direction: "outbound-dial" },
      "agent",
    ],
    [
      "an agent's browser, with the direction of the contact's leg",
      { ...child, To: "client:ana", Direction: "inbound" },
      "agent",
    ],
    [
      "an agent's mobile",
      { ...child, From: "+15550001", To: "+15550002", Direction: "outbound-dial" },
      "agent",
    ],
    [
      "WhatsApp, with a number alone",
      { ...child, From: twilioParties.business, To: "+5215550000101", Direction: "outbound-dial" },
      "contact",
    ],
    [
      "a number alone",
      { From: "+15550001", To: "+15550002", Direction: "outbound-api" },
      "contact",
    ],
  ])("to %s", (_, more: TwilioWebhook, leg) => {
    const [event] = parse(twilioEvent("ringing", more));
    expect(event?.kind).toBe(leg === "contact" ? "ringing" : "unknown");
  });

  it("that the address names stays in the payload, so that the ledger can be read again", () => {
    const source = twilioWebhooks({ authTokens: ["token"] });
    for (const address of [url, withLeg(url, "agent"), withLeg(url, "contact")]) {
      for (const parameters of Object.values(twilioFixtures)) {
        const events = parse(parameters, address);
        const again = events.flatMap(
          ({ raw }) => source.reread?.(raw, receivedAt).slice(0, 1) ?? [],
        );
        expect(again[0]).toEqual(events[0]);
      }
    }
  });

  it("is added to an address that has a query", () =>
    expect(withLeg("https://x.example/a?b=1&leg=contact", "agent")).toBe(
      "https://x.example/a?b=1&leg=agent",
    ));
});

/** Every order of the events gives the same facts. */
function reduceAll(webhooks: readonly [TwilioWebhook, string?][]): CallFacts {
  const events = webhooks.flatMap(([parameters, address]) => parse(parameters, address));
  const reduce = (order: readonly CallEvent[]) => {
    let facts: CallFacts | null = null;
    for (const event of order) facts = reduceCall(facts, event).call;
    return facts;
  };
  const facts = reduce(events);
  for (const order of permute(events)) expect(reduce([...order, ...events])).toEqual(facts);
  return facts as unknown as CallFacts;
}

function permute<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permute(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

describe("a call, in every order and with repetitions", () => {
  const f = twilioFixtures;
  const agent = withLeg(url, "agent");

  it.each<[string, readonly [TwilioWebhook, string?][], object, string]>([
    [
      "answered within one second",
      [[f.initiated], [f.ringing], [f.answered], [f.completed]],
      {
        started_at: "2026-11-26T10:00:00.000Z",
        ringing_at: "2026-11-26T10:00:00.001Z",
        answered_at: "2026-11-26T10:00:00.002Z",
        ended_at: "2026-11-26T10:00:00.003Z",
        duration_seconds: 42,
        recording_asset: twilioParties.recording,
      },
      "completada completed",
    ],
    [
      "without an answer",
      [[f.initiated], [f.ringing], [f["no-answer"]]],
      {},
      "no_contestada no_answer",
    ],
    [
      "without the permission",
      [[f.initiated], [f["failed-permission"]]],
      { error_code: "no_permission" },
      "fallida failed",
    ],
    [
      "in which the agent is rung first, and the contact answers",
      [
        [f["agent-first-answered"], agent],
        [f["contact-leg-answered"]],
        [f["contact-leg-completed"]],
        [f["agent-first-completed"], agent],
      ],
      { duration_seconds: 42, contact_phone: "+5215550000101" },
      "completada completed",
    ],
    [
      "in which the agent is rung first, and the contact does not answer",
      [
        [f["agent-first-answered"], agent],
        [
          {
            ...f["no-answer"],
            CallSid: twilioParties.contactLeg,
            ParentCallSid: outgoing,
            Direction: "outbound-dial",
          },
        ],
        [f["agent-first-completed"], agent],
      ],
      { answered_at: null, duration_seconds: 0 },
      "no_contestada no_answer",
    ],
    [
      "in which the agent does not answer",
      [[f["agent-first-no-answer"], agent]],
      { contact_phone: null },
      "no_contestada no_answer",
    ],
    [
      "that comes in, and a second agent answers",
      [[f.voice], [f["agent-leg-no-answer"]], [f["agent-leg-answered"]], [f["incoming-completed"]]],
      { direction: "entrante", contact_phone: "+5215550000101", business_phone: "+525550000200" },
      "completada completed",
    ],
    [
      "that comes in, and nobody answers",
      [[f.voice], [f["agent-leg-no-answer"]], [f["incoming-no-answer"]]],
      {},
      "no_contestada missed",
    ],
    [
      "that TwiML answers, and nobody else: a greeting, then a voice message",
      [
        [f.voice],
        [f["incoming-answered"]],
        [f["dial-no-answer"]],
        [f["voice-message"]],
        [f["incoming-completed"]],
      ],
      { answered_at: null, recording_asset: twilioParties.recording },
      "no_contestada missed",
    ],
    [
      "that TwiML answers, and then an agent, told by the end of the dial",
      [[f.voice], [f["incoming-answered"]], [f["dial-completed"]], [f["incoming-completed"]]],
      { duration_seconds: 42 },
      "completada completed",
    ],
    [
      "that TwiML answers, and then an agent, told by the agent's leg",
      [[f.voice], [f["incoming-answered"]], [f["agent-leg-answered"]], [f["incoming-completed"]]],
      { answered_at: "2026-11-26T10:00:00.002Z", duration_seconds: 42 },
      "completada completed",
    ],
  ])("%s", (_, webhooks, facts, status) => {
    const call = reduceAll(webhooks);
    expect(call).toMatchObject(facts);
    const derived = deriveStatus(call);
    expect(`${derived.status} ${derived.endReason}`).toBe(status);
  });
});

it.each([
  ["From", "inbound", twilioParties.business],
  ["To", "outbound-api", twilioParties.business],
])("a WhatsApp user id in %s is no number", (side, Direction, ours) => {
  const sidesOf = side === "From" ? { To: ours } : { From: ours };
  const event = twilioEvent("ringing", {
    ...sidesOf,
    Direction,
    [side]: "whatsapp:US.ABC123XYZ",
  });
  expect(parse(event)[0]).toMatchObject({
    kind: "ringing",
    contact: { userId: "US.ABC123XYZ" },
    business: sides.business,
  });
  expect(parse(event)[0]).not.toHaveProperty("contact.phone");
});

describe("through the handler", () => {
  const authToken = "token";
  const store = createMemoryCallStore(contractWorld);
  const handler = createWebhookHandler({
    store,
    sources: [twilioWebhooks({ authTokens: [authToken], url })],
    onEvent() {},
  });
  const send = async (parameters: TwilioWebhook, more: object = {}, headers = {}) => {
    const request = signTwilioWebhook({ url, authToken, parameters, ...more });
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, String(value));
    return (await handler(request)).status;
  };

  it("forms and JSON are stored", async () => {
    expect(await send(twilioFixtures.answered)).toBe(200);
    expect(await send(twilioFixtures.completed, { format: "json" })).toBe(200);
    expect([...store.calls.values()]).toMatchObject([
      { call_id: outgoing, provider: "twilio", status: "completada", direction: "saliente" },
    ]);
  });

  it("a repeated webhook is stored once, whatever the header that Twilio does not sign", async () => {
    const before = store.ledger.length;
    for (const token of ["a", "b"]) {
      await send(twilioFixtures.answered, {}, { "i-twilio-idempotency-token": token });
    }
    expect(store.ledger).toHaveLength(before);
  });

  it("another token is refused", async () => {
    expect(await send(twilioFixtures.answered, { authToken: "other" })).toBe(401);
  });

  it("an incoming call that only TwiML answered is a missed call", async () => {
    for (const name of [
      "voice",
      "incoming-answered",
      "dial-no-answer",
      "voice-message",
      "incoming-completed",
    ] as const) {
      expect(await send(twilioFixtures[name])).toBe(200);
    }
    const call = [...store.calls.values()].find(({ call_id }) => call_id === incoming);
    expect(call).toMatchObject({
      status: "no_contestada",
      end_reason: "missed",
      answered_at: null,
      recording_asset: twilioParties.recording,
    });
  });
});
