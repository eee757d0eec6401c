import { describe, expect, test } from "vitest";
import { parseWebhook } from "../parseWebhook.ts";
import { type FlatEventName, flatEvent, flatFixtures } from "../testing/fixtures/flatFixtures.ts";
import { fixtureParties } from "../testing/fixtures/numbers.ts";
import { flatMeanings } from "./flatVocabulary.ts";

const receivedAt = new Date("2026-11-22T18:00:00.000Z");
const { businessPhone: from, contactPhone: to } = fixtureParties;
const call = { callId: "flat-call-0001", parties: { from, to }, defaultDirection: "entrante" };

const parse = (body: unknown) => parseWebhook(body, { receivedAt });
const parseEvent = (event: string, overrides: Record<string, unknown> = {}) =>
  parse(flatEvent(event, overrides));

const expected: Record<FlatEventName, readonly Record<string, unknown>[]> = {
  initiated: [{ kind: "offer", ...call, session: { invalid: "missing" } }],
  ringing: [{ kind: "ringing", ...call }],
  answered: [{ kind: "accepted", ...call }],
  completed: [
    { kind: "terminated", ...call, cause: "completed", durationSeconds: 42 },
    {
      kind: "recording",
      ...call,
      available: true,
      url: "https://media.example.com/recordings/0001.ogg",
    },
    { kind: "transcript", ...call, available: true, text: "Hola, gracias por llamar." },
  ],
  failed: [{ kind: "terminated", ...call, cause: "failed", errorCode: "failed" }],
  canceled: [{ kind: "terminated", ...call, cause: "cancelled" }],
  "no-answer": [{ kind: "terminated", ...call, cause: "no_answer" }],
  busy: [{ kind: "terminated", ...call, cause: "busy" }],
};

describe("parseWebhook, flat", () => {
  test.each(Object.entries(flatFixtures))("reads the guide's %s", (name, body) => {
    const events = parse(body);
    expect(events.map(({ id: _, ...event }) => event)).toStrictEqual(
      expected[name as FlatEventName].map((event) => ({
        provider: "flat",
        occurredAt: receivedAt.toISOString(),
        ...event,
        raw: body,
      })),
    );
    for (const { id, kind } of events) {
      expect(id).toMatch(new RegExp(`^flat-call-0001:${kind}:[0-9a-f]{64}$`));
    }
  });

  test("reads the payloads of a call button and a call link", () => {
    const [offer] = parseEvent("initiated", { cta_payload: "button", deeplinkPayload: "link" });
    expect(offer).toMatchObject({ kind: "offer", ctaPayload: "button", deeplinkPayload: "link" });
    const [end] = parseEvent("completed", { ctaPayload: "button" });
    expect(end).toMatchObject({ kind: "terminated", ctaPayload: "button" });
  });

  test.each([
    ["Initiated", "offer", undefined],
    ["QUEUED", "offer", undefined],
    ["in-progress", "accepted", undefined],
    ["In Progress", "accepted", undefined],
    ["call.answered", "accepted", undefined],
    ["call_completed", "terminated", "completed"],
    ["cancelled", "terminated", "cancelled"],
    ["CANCELED", "terminated", "cancelled"],
    ["no_answer", "terminated", "no_answer"],
    ["No Answer", "terminated", "no_answer"],
    ["missed", "terminated", "no_answer"],
    ["timeout", "terminated", "no_answer"],
    ["Busy", "terminated", "busy"],
    ["hangup", "terminated", undefined],
    ["Rejected", "declined", undefined],
    ["declined", "declined", undefined],
    ["completada", "terminated", "completed"],
    ["no_contestada", "terminated", "no_answer"],
  ])("knows %s", (word, kind, cause) => {
    const [event] = parseEvent(word);
    expect(event?.kind).toBe(kind);
    expect(event && "cause" in event ? event.cause : undefined).toBe(cause);
  });

  test("every word of the vocabulary is written as a token", () => {
    for (const word of flatMeanings.keys()) expect(word).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test.each(["", "on-hold", "constructor", "__proto__", "transferred"])(
    "an unknown event changes nothing: %j",
    (word) => {
      const events = parseEvent(word);
      expect(events).toHaveLength(1);
      expect(events[0]).toMatchObject({ kind: "unknown", callId: "flat-call-0001" });
    },
  );

  test("reads the event, and the cause of an end, also from `status`", () => {
    expect(parse({ id: "1", status: "ringing" })[0]?.kind).toBe("ringing");
    expect(parse({ id: "1", event: "call.status", status: "busy" })[0]).toMatchObject({
      cause: "busy",
    });
    expect(parse({ id: "1", event: "ended", status: "failed" })[0]).toMatchObject({
      cause: "failed",
    });
    expect(parse({ id: "1", event: "ended", status: "answered" })[0]).toMatchObject({
      kind: "terminated",
    });
    expect(parse({ id: "1", event: "answered", status: "failed" })[0]).toMatchObject({
      kind: "accepted",
    });
  });

  test.each([
    [{ call_id: "a", callId: "b", id: "c" }, "a"],
    [{ id: "c", callId: "b" }, "b"],
    [{ id: 17 }, "17"],
    [{ call_id: "", id: "c" }, "c"],
    [{ call_id: null, id: "c" }, "c"],
  ])("finds the call id in %j", (ids, callId) => {
    expect(parse({ ...ids, event: "ringing" })[0]).toMatchObject({ kind: "ringing", callId });
  });

  test.each([
    {},
    { call_id: "" },
    { call_id: {} },
    { call_id: "c".repeat(256) },
    { call_id: "\0" },
  ])("gives one unknown event when there is no call id: %#", (ids) => {
    const events = parse({ ...ids, event: "completed", recording_url: "https://example.com/1" });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ kind: "unknown", type: "completed" });
    expect(events[0]).not.toHaveProperty("callId");
  });

  test.each([
    ["inbound", "entrante"],
    ["Incoming", "entrante"],
    ["entrante", "entrante"],
    ["outbound", "saliente"],
    ["OUTBOUND-API", "saliente"],
    ["saliente", "saliente"],
  ])("places the sides of a call with the direction %s", (word, direction) => {
    const [event] = parseEvent("ringing", { direction: word });
    const [contact, business] = direction === "entrante" ? [from, to] : [to, from];
    expect(event).toMatchObject({
      direction,
      contact: { phone: contact },
      business: { phone: business },
    });
    expect(event).not.toHaveProperty("parties");
  });

  test("keeps a number that is not E.164 unchanged", () => {
    const [event] = parseEvent("ringing", { from: "(55) 1234-5678", to: "5215550000101" });
    expect(event?.parties).toEqual({ from: "(55) 1234-5678", to: "+5215550000101" });
    expect(parseEvent("ringing", { from: null, to: "" })[0]).not.toHaveProperty("parties");
  });

  test("reads the addresses of WhatsApp Web, and 00", () => {
    const [event] = parseEvent("ringing", {
      from: "5215512345678:12@s.whatsapp.net",
      to: "0052 55 8765 4321",
    });
    expect(event?.parties).toEqual({ from: "+5215512345678", to: "+525587654321" });
    expect(parse({ id: "1", event: "ringing", sender: "5215512345678@c.us" })[0]).toMatchObject({
      parties: { from: "+5215512345678" },
    });
  });

  test.each(["123456789012345:3@lid", "MX.13491208655302741918"])(
    "a user id identifies the contact, and so the direction: %s",
    (id) => {
      const userId = id.replace(":3", "");
      const incoming = parseEvent("ringing", { from: id, to })[0];
      expect(incoming).toMatchObject({
        direction: "entrante",
        contact: { userId },
        business: { phone: to },
      });
      expect(incoming?.contact).not.toHaveProperty("phone");
      const outgoing = parseEvent("ringing", { from, to: id })[0];
      expect(outgoing).toMatchObject({
        direction: "saliente",
        contact: { userId },
        business: { phone: from },
      });
      // A direction in the payload overrides the user id.
      const said = parseEvent("ringing", { from, to: id, direction: "outbound" })[0];
      expect(said).toMatchObject({ direction: "saliente", contact: { userId } });
    },
  );

  test("uses the payload's own time if it has one", () => {
    const times = [
      ...[1795363200, "1795363200", 1795363200000, "2026-11-22T16:00:00Z"],
      ...["Sun, 22 Nov 2026 16:00:00 +0000", "2026-11-22 16:00:00.000000001 +0000 UTC"],
    ];
    for (const timestamp of times) {
      expect(parseEvent("ringing", { timestamp })[0]?.occurredAt).toBe("2026-11-22T16:00:00.000Z");
    }
    for (const timestamp of ["soon", "2026-02-30T10:00:00Z"]) {
      expect(parseEvent("ringing", { timestamp })[0]?.occurredAt).toBe(receivedAt.toISOString());
    }
  });

  test("reads the duration, times and code of an end", () => {
    const end = {
      duration: null,
      durationSeconds: "41.6",
      answered_at: "2026-11-22T16:00:00Z",
      ended_at: 1795363242,
      error_code: 7,
    };
    expect(parseEvent("failed", end)[0]).toMatchObject({
      durationSeconds: 42,
      startedAt: "2026-11-22T16:00:00.000Z",
      endedAt: "2026-11-22T16:00:42.000Z",
      errorCode: "7",
    });
    expect(parseEvent("answered", end)[0]).not.toHaveProperty("durationSeconds");
  });

  test("accepts a recording or a transcript without an event, and ignores a dangerous address", () => {
    expect(
      parseEvent("", { recordingUrl: "https://example.com/1" }).map(({ kind }) => kind),
    ).toEqual(["recording"]);
    expect(parseEvent("", { transcription: { text: "Hola" } })).toMatchObject([{ text: "Hola" }]);
    expect(parseEvent("", { recording_url: "javascript:alert(1)" })).toMatchObject([
      { kind: "unknown" },
    ]);
    const [, event] = parseEvent("completed", { transcript: "á".repeat(1_000_001) });
    expect(event).toMatchObject({ text: "á".repeat(1_000_000) });
  });

  test("does not depend on the order of keys", () => {
    const body = flatFixtures.completed;
    const turned = Object.fromEntries(Object.entries(body).reverse());
    const bare = (value: unknown) => parse(value).map(({ id: _, raw: _raw, ...event }) => event);
    expect(bare(turned)).toEqual(bare(body));
  });
});
