import {
  createWebhookHandler,
  flatWebhooks,
  metaWebhooks,
  type WebhookSource,
  ycloudWebhooks,
} from "@skale-calls/core";
import { noFacts } from "@skale-calls/core/internal";
import {
  createMemoryCallStore,
  flatEvent,
  metaItems,
  metaWebhook,
  signWebhook,
  type YcloudFixtureName,
  ycloudEvent,
} from "@skale-calls/core/testing";
import { twilioWebhooks } from "@skale-calls/twilio-client";
import {
  signTwilioWebhook,
  type TwilioWebhook,
  twilioEvent,
} from "@skale-calls/twilio-client/testing";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

/**
 * One call, told by each sender in its own words, through one handler that accepts all senders. The call id is the same, as
 * if each sender were the only one; the last tests mix them.
 */
const url = "https://x.example/whatsapp-call-webhook";
const secret = "secret";
const callId = "call-0001";
const [contact, business] = ["+525587654321", "+525500000001"];
const start = Date.UTC(2026, 10, 26, 10, 0, 0);
/** The moments of a call, in seconds after its start. */
const moments = { began: 0, rang: 3, pickedUp: 20, ended: 65 } as const;
type Moment = keyof typeof moments;
const talkSeconds = moments.ended - moments.pickedUp;

const at = (moment: Moment) => new Date(start + moments[moment] * 1000);
const seconds = (moment: Moment) => String(at(moment).getTime() / 1000);

interface Story {
  isIncoming: boolean;
  end: "talked" | "unanswered" | "failed";
}
type Tell = (story: Story) => Request[];

const sources: readonly WebhookSource[] = [
  ycloudWebhooks({ secrets: [secret], toleranceSeconds: 1e9 }),
  metaWebhooks({ secrets: [secret] }),
  twilioWebhooks({ authTokens: [secret], url }),
  flatWebhooks({ token: secret }),
];

const post = (scheme: "ycloud" | "meta" | "token", body: object) => {
  const rawBody = JSON.stringify(body);
  const headers = signWebhook({ scheme, rawBody, secret });
  return new Request(url, { method: "POST", headers, body: rawBody });
};

const times = { startTime: at("pickedUp").getTime(), endTime: at("ended").getTime() };

const tellByYcloud: Tell = ({ isIncoming, end }) => {
  const tell = (name: YcloudFixtureName, moment: Moment, payload: object = {}) =>
    post(
      "ycloud",
      ycloudEvent(name, {
        wacid: callId,
        contactPhone: contact,
        businessPhone: business,
        createTime: at(moment).toISOString(),
        payload: { ...payload },
      }),
    );
  const ends = {
    talked: { ...times, duration: talkSeconds, status: "COMPLETED" },
    unanswered: { ...noTimes, status: "COMPLETED" },
    failed: { ...noTimes, status: "FAILED", errorCode: "131000" },
  };
  const over = tell(isIncoming ? "completed" : "completedOutgoing", "ended", ends[end]);
  if (isIncoming) return [tell("offer", "began"), over];
  const steps = [tell("answer", "began"), tell("ringing", "rang")];
  return end === "talked" ? [...steps, tell("accepted", "pickedUp"), over] : [...steps, over];
};
const noTimes = { startTime: undefined, endTime: undefined, duration: undefined };

/** The items of Meta's webhooks, by the list that contains them. */
function metaItemsOf({ isIncoming, end }: Story): ["calls" | "statuses", object][] {
  const item = (name: keyof typeof metaItems, moment: Moment, more: object = {}) => ({
    ...metaItems[name],
    id: callId,
    timestamp: seconds(moment),
    ...more,
  });
  const [from, to] = isIncoming ? [contact, business] : [business, contact];
  const sides = { from: from.slice(1), to: to.slice(1) };
  const ends = {
    talked: {
      start_time: seconds("pickedUp"),
      end_time: seconds("ended"),
      duration: talkSeconds,
      status: "COMPLETED",
    },
    unanswered: { ...metaNoTimes, status: "COMPLETED" },
    failed: { ...metaNoTimes, status: "FAILED", errors: [{ code: 131000, title: "Failed" }] },
  };
  const over = {
    ...item(isIncoming ? "completed" : "completedOutgoing", "ended", sides),
    ...ends[end],
  };
  if (isIncoming)
    return [
      ["calls", item("offer", "began", sides)],
      ["calls", over],
    ];
  const recipient = { recipient_id: contact.slice(1) };
  return [
    ["calls", item("answer", "began", sides)],
    ["statuses", item("ringing", "rang", recipient)],
    ...(end === "talked"
      ? [["statuses", item("accepted", "pickedUp", recipient)] as ["statuses", object]]
      : []),
    ["calls", over],
  ];
}
const metaNoTimes = { start_time: undefined, end_time: undefined, duration: undefined };
const metadata = { display_phone_number: business.slice(1), phone_number_id: "461269257068832" };

const tellByMeta: Tell = (story) =>
  metaItemsOf(story).map(([list, item]) =>
    post("meta", metaWebhook("calls", { metadata, [list]: [item] })),
  );

const tellFlat: Tell = ({ isIncoming, end }) => {
  const [from, to] = isIncoming ? [contact, business] : [business, contact];
  const tell = (event: string, moment: Moment, more: object = {}) =>
    post(
      "token",
      flatEvent(event, { call_id: callId, from, to, timestamp: at(moment).toISOString(), ...more }),
    );
  const begun = [tell("initiated", "began"), tell("ringing", "rang")];
  if (end === "failed") return [...begun, tell("failed", "ended")];
  if (end === "unanswered") return [...begun, tell("no-answer", "ended")];
  const over = tell("completed", "ended", { duration: talkSeconds });
  return [...begun, tell("answered", "pickedUp"), over];
};

const tellByTwilio: Tell = ({ isIncoming, end }) => {
  const [from, to] = isIncoming ? [contact, business] : [business, contact];
  const tell = (status: string, moment: Moment, SequenceNumber: string, more: TwilioWebhook = {}) =>
    signTwilioWebhook({
      url,
      authToken: secret,
      parameters: twilioEvent(status, {
        CallSid: callId,
        From: `whatsapp:${from}`,
        To: `whatsapp:${to}`,
        Direction: isIncoming ? "inbound" : "outbound-api",
        Timestamp: at(moment).toUTCString().replace("GMT", "+0000"),
        SequenceNumber,
        ...more,
      }),
    });
  const begun = [tell("initiated", "began", "0"), tell("ringing", "rang", "1")];
  if (end === "failed") return [...begun, tell("failed", "ended", "2")];
  if (end === "unanswered") return [...begun, tell("no-answer", "ended", "2")];
  const agent = { CallSid: "call-0002", ParentCallSid: callId, To: "client:ana" };
  return [
    ...begun,
    tell("in-progress", "pickedUp", "2", isIncoming ? agent : {}),
    tell("completed", "ended", "3", { CallDuration: String(talkSeconds) }),
  ];
};

const senders: readonly (readonly [name: string, tell: Tell])[] = [
  ["ycloud", tellByYcloud],
  ["meta", tellByMeta],
  ["flat", tellFlat],
  ["twilio", tellByTwilio],
];

/** Sends the requests one after the other to a new store, and returns the only call. */
async function receive(requests: readonly Request[]) {
  const inbox = {
    id: "inbox-1",
    branchId: "branch-1",
    phoneNumber: business,
    providerPhoneId: null,
  };
  const store = createMemoryCallStore({ inboxes: [{ ...inbox, provider: null }] });
  const handler = createWebhookHandler({
    store,
    sources,
    onEvent() {},
    now: () => at("ended"),
  });
  for (const request of requests) expect((await handler(request.clone())).status).toBe(200);
  const [call, ...others] = [...store.calls.values()];
  if (call === undefined) throw new Error("There is no call.");
  expect(others).toEqual([]);
  return { call, ledger: store.ledger };
}

/** The second of a time: Twilio's callbacks have their order in the milliseconds. */
const second = (time: string | null) => time?.slice(0, 19) ?? null;

const stories: readonly (readonly [Story, status: string])[] = [
  [{ isIncoming: false, end: "talked" }, "completada completed"],
  [{ isIncoming: false, end: "unanswered" }, "no_contestada no_answer"],
  [{ isIncoming: false, end: "failed" }, "fallida failed"],
  [{ isIncoming: true, end: "talked" }, "completada completed"],
  [{ isIncoming: true, end: "unanswered" }, "no_contestada missed"],
];

describe.each(stories)("%j: %s", (story, status) => {
  it.each(senders)("told by %s", async (name, tell) => {
    const { call } = await receive(tell(story));
    const talked = story.end === "talked";
    expect(`${call.status} ${call.end_reason}`).toBe(status);
    expect(call).toMatchObject({
      call_id: callId,
      provider: name,
      direction: story.isIncoming ? "entrante" : "saliente",
      contact_phone: contact,
      business_phone: business,
      branch_id: "branch-1",
      duration_seconds: talked ? talkSeconds : 0,
      declined_at: null,
    });
    expect({
      started: second(call.started_at),
      answered: second(call.answered_at),
      ended: second(call.ended_at),
      // WhatsApp reports the ringing of outgoing calls only.
      ...(story.isIncoming ? {} : { rang: second(call.ringing_at) }),
    }).toEqual({
      started: second(at("began").toISOString()),
      answered: talked ? second(at("pickedUp").toISOString()) : null,
      ended: second(at("ended").toISOString()),
      ...(story.isIncoming ? {} : { rang: second(at("rang").toISOString()) }),
    });
  });
});

const factsOf = (call: object) =>
  Object.fromEntries(Object.entries(call).filter(([name]) => name in noFacts));

/** All senders tell the same call; Meta's retry is also sent as one batch, as Meta does. */
const told = stories.map(([story]) => {
  const items = metaItemsOf(story);
  const list = (name: string) => items.filter(([key]) => key === name).map(([, item]) => item);
  const batch = metaWebhook("calls", {
    metadata,
    calls: list("calls"),
    statuses: list("statuses"),
  });
  return [...senders.flatMap(([, tell]) => tell(story)), post("meta", batch)];
});

test("webhooks of all senders about one call, in any order and with retries, end in the same facts", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...told).chain((requests) =>
        fc.record({
          some: fc.subarray(requests, { minLength: 1 }),
          seed: fc.integer(),
        }),
      ),
      async ({ some, seed }) => {
        const once = await receive(some);
        const shuffled = fc.sample(
          fc.shuffledSubarray([...some, ...some], { minLength: some.length * 2 }),
          { numRuns: 1, seed },
        );
        const { call, ledger } = await receive(shuffled[0] ?? []);
        expect(factsOf(call)).toEqual(factsOf(once.call));
        expect([call.status, call.end_reason]).toEqual([once.call.status, once.call.end_reason]);
        // A retry is no new event.
        expect(new Set(ledger.map(({ eventId }) => eventId))).toEqual(
          new Set(once.ledger.map(({ eventId }) => eventId)),
        );
        expect(ledger).toHaveLength(once.ledger.length);
      },
    ),
    { numRuns: 60 },
  );
});
