import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parseWebhook } from "../parseWebhook.ts";
import {
  type MetaAccountName,
  type MetaItemName,
  metaAccountFixtures,
  metaFixtures,
  metaItems,
  metaWebhook,
} from "../testing/fixtures/metaFixtures.ts";
import {
  fixtureCallIds,
  fixtureParties,
  fixtureRequestId,
  fixtureSdp,
} from "../testing/fixtures/numbers.ts";
import type { CallEvent, UnknownEvent } from "../vocabulary/callEvent.ts";

const { contactPhone, contactUserId, contactParentUserId, contactName, businessPhone, phoneId } =
  fixtureParties;
const unnamed = { phone: contactPhone, userId: contactUserId, parentUserId: contactParentUserId };
const contact = { ...unnamed, profileName: contactName };
const business = { phone: businessPhone, phoneId };

const incoming = { callId: fixtureCallIds.incoming, direction: "entrante", contact, business };
const outgoing = { callId: fixtureCallIds.outgoing, direction: "saliente", contact, business };
const status = { ...outgoing, contact: unnamed };
const media = { callId: fixtureCallIds.incoming, contact: unnamed, business, available: true };
const reply = { kind: "permission", contact, business, source: "user_action" };
const payloads = { ctaPayload: "fixture button", deeplinkPayload: "fixture link" };
const requestId = "wamid.FIXTUREREQUEST0001";
const week = "2026-11-29T15:00:00.000Z";
const request = {
  kind: "permission_request",
  requestId: fixtureRequestId,
  messageId: requestId,
  contact: { phone: contactPhone, userId: contactUserId },
  business,
};

const expected: Record<MetaItemName, Record<string, unknown>> = {
  answer: { kind: "answer", ...outgoing, session: { sdp: fixtureSdp.answer } },
  answerLegacy: { kind: "answer", ...outgoing, session: { sdp: fixtureSdp.answer } },
  ringing: { kind: "ringing", ...status },
  accepted: { kind: "accepted", ...status },
  rejected: { kind: "declined", ...status },
  completedOutgoing: {
    kind: "terminated",
    ...outgoing,
    startedAt: "2026-11-22T17:00:21.000Z",
    endedAt: "2026-11-22T17:01:09.000Z",
    durationSeconds: 48,
  },
  unansweredOutgoing: { kind: "terminated", ...outgoing },
  failedOutgoing: { kind: "terminated", ...outgoing, cause: "failed" },
  offerOfUsername: {
    kind: "offer",
    callId: fixtureCallIds.incoming,
    direction: "entrante",
    contact: {
      userId: contactUserId,
      parentUserId: contactParentUserId,
      profileName: "ana.prueba",
    },
    business,
    session: { sdp: fixtureSdp.offer },
  },
  missed: { kind: "terminated", ...incoming, cause: "failed" },
  partnerPermission: {
    kind: "unknown",
    callId: fixtureCallIds.incoming,
    type: "call_permission_status",
    aboutCalls: true,
  },
  numberChanged: {
    kind: "contact_change",
    contact: { phone: "+5215550000103", userId: "MX.10000000000000000103" },
    previous: unnamed,
    business,
  },
  userIdChanged: {
    kind: "contact_change",
    contact: { userId: "MX.10000000000000000104", parentUserId: "MX.ENT.20000000000000000104" },
    previous: { userId: contactUserId, parentUserId: contactParentUserId },
    business,
  },
  callCreated: {
    kind: "unknown",
    callId: fixtureCallIds.outgoing,
    type: "call_created",
    aboutCalls: true,
  },
  offer: { kind: "offer", ...incoming, ...payloads, session: { sdp: fixtureSdp.offer } },
  completed: {
    kind: "terminated",
    ...incoming,
    ...payloads,
    startedAt: "2026-11-22T16:00:36.000Z",
    endedAt: "2026-11-22T16:01:09.000Z",
    durationSeconds: 33,
  },
  failed: {
    kind: "terminated",
    ...incoming,
    contact: { phone: contactPhone, profileName: contactPhone.slice(1) },
    cause: "failed",
    startedAt: "2026-11-22T16:00:36.000Z",
    endedAt: "2026-11-22T16:00:56.000Z",
    durationSeconds: 20,
    errorCode: "138021",
  },
  recordingAvailable: { kind: "recording", ...media, assetId: "1002764438270001" },
  transcriptionAvailable: { kind: "transcript", ...media, assetId: "1002764438270001" },
  permissionAccepted: {
    ...reply,
    response: "accept",
    permanent: false,
    expiresAt: "2026-11-29T15:00:00.000Z",
    contextId: requestId,
  },
  permissionPermanent: { ...reply, response: "accept", permanent: true, contextId: requestId },
  permissionFromProfile: { ...reply, response: "accept", permanent: true },
  permissionRejected: { ...reply, response: "reject", permanent: false, contextId: requestId },
  permissionAutomatic: {
    ...reply,
    response: "accept",
    permanent: false,
    expiresAt: "2026-11-29T15:00:00.000Z",
    source: "automatic",
    contextId: fixtureCallIds.incoming,
  },
  permissionRevoked: { ...reply, response: "reject", permanent: false, source: "automatic" },
  permissionBare: { kind: "unknown", type: "call_permission_reply", aboutCalls: true },
  requestDelivered: { ...request, status: "delivered" },
  requestFailed: { ...request, status: "failed", errorCode: "131026" },
  voicemail: {
    kind: "unknown",
    callId: fixtureCallIds.incoming,
    type: "voicemail",
    aboutCalls: true,
  },
};

function parseOne(body: unknown): CallEvent {
  const events = parseWebhook(body);
  expect(events).toHaveLength(1);
  return events[0] as CallEvent;
}

const parseCall = (item: object, value: object = {}) =>
  parseOne(metaWebhook("calls", { calls: [item], ...value }));

const sha256 = (item: unknown) => createHash("sha256").update(JSON.stringify(item)).digest("hex");

describe("parseWebhook, Meta", () => {
  test.each(Object.entries(metaFixtures))("reads the documented %s", (name, body) => {
    const item = metaItems[name as MetaItemName];
    const event = expected[name as MetaItemName];
    const parts = [event.callId, event.kind, sha256(item)].filter((part) => part !== undefined);
    expect(parseOne(body)).toStrictEqual({
      id: parts.join(":"),
      provider: "meta",
      occurredAt: new Date(Number(item.timestamp) * 1000).toISOString(),
      ...event,
      raw: body,
    });
  });

  test("an event of a batch keeps a webhook with its item alone, which gives the same event again", () => {
    const { offer, completed } = metaItems;
    const contacts = [offer, completed, { from: "5215550009999" }].map(({ from }) => ({
      wa_id: from,
      profile: { name: `Contact ${from}` },
    }));
    const batch = metaWebhook("calls", { calls: [offer, completed], contacts });
    const events = parseWebhook(batch);
    expect(events).toHaveLength(2);
    for (const event of events) {
      expect(parseWebhook(event.raw).map(({ raw: _, ...again }) => again)).toEqual([
        { ...event, raw: undefined },
      ]);
      expect(JSON.stringify(event.raw)).not.toContain("5215550009999");
      expect(JSON.stringify(event.raw).match(/"id":"wacid/g)).toHaveLength(1);
    }
  });

  const accountFacts: Record<MetaAccountName, object> = {
    settingsUpdated: {
      calling_status: "ENABLED",
      icon_visibility: "DISABLE_ALL",
      callback_status: "DISABLED",
      call_hours: {
        time_zone: "America/Manaus",
        weekly: [{ day: 1, open: "04:00", close: "10:20" }],
        holidays: [{ date: "2027-01-01", open: "00:00", close: "24:00" }],
      },
    },
    outgoingQualityLow: { "violation:LOW_BUSINESS_INITIATED_CALLING_QUALITY": true },
    incomingQualityLow: { "violation:LOW_USER_INITIATED_CALLING_QUALITY": true },
    pickupRateLow: { "violation:USER_INITIATED_CALLS_LOW_PICKUP_RATE": true },
    outgoingRestricted: {
      "restriction:RESTRICTED_BUSINESS_INITIATED_CALLING": { reason: null, until: week },
    },
    incomingRestricted: {
      "restriction:RESTRICTED_USER_INITIATED_CALLING": { reason: null, until: week },
    },
    bothRestricted: {
      "restriction:RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING": {
        reason: "LOW_CALLING_QUALITY",
        until: week,
      },
    },
    callButtonHidden: {
      "restriction:RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN": {
        reason: null,
        until: null,
      },
    },
    // A price tier says nothing about whether calls are possible.
    priceTierUpdated: {},
  };

  test.each(Object.entries(metaAccountFixtures))("reads the documented %s", (name, body) => {
    const event = parseOne(body);
    expect(event).toMatchObject({ kind: "account", occurredAt: "2026-11-22T16:05:00.000Z" });
    const facts = accountFacts[name as MetaAccountName];
    expect(event).toHaveProperty("facts", { account_id: fixtureParties.wabaId, ...facts });
  });

  /** Every enumeration of the fixtures, with a value that is newer than this code. */
  test.each([
    ["an event", "offer", { event: "call_held" }, { kind: "unknown", type: "call_held" }],
    ["a direction", "completed", { direction: "GROUP_INITIATED" }, { kind: "terminated" }],
    ["a status of an end", "completed", { status: "TRANSFERRED" }, { kind: "terminated" }],
    ["a status", "ringing", { status: "FORWARDED" }, { kind: "unknown", type: "calls" }],
    [
      "a kind of SDP",
      "answer",
      { session: { sdp_type: "pranswer", sdp: "v=0" } },
      { kind: "answer" },
    ],
    [
      "a system message",
      "userIdChanged",
      { system: { type: "user_changed_name" } },
      { kind: "unknown" },
    ],
  ] as const)("passes on %s that is new", (_, name, changes, event) => {
    const item = { ...metaItems[name], ...changes };
    const list = name === "ringing" ? "statuses" : name === "userIdChanged" ? "messages" : "calls";
    const field = list === "messages" ? "messages" : "calls";
    expect(parseOne(metaWebhook(field, { [list]: [item] }))).toMatchObject(event);
  });

  test.each(["user_action", "automatic", "profile_sync"])("passes on the source %s", (source) => {
    const reply = { response: "accept", response_source: source };
    const interactive = { type: "call_permission_reply", call_permission_reply: reply };
    const item = { ...metaItems.permissionAccepted, interactive };
    expect(parseOne(metaWebhook("messages", { messages: [item] }))).toMatchObject({ source });
  });

  test("a change of a contact that names nothing new is unknown", () => {
    const { system, ...item } = metaItems.userIdChanged;
    const { user_id: _, ...former } = system;
    const messages = [{ ...item, system: former }];
    expect(parseOne(metaWebhook("messages", { messages })).kind).toBe("unknown");
  });

  test.each([
    [{ cta_payload: " a\nb ", deeplink_payload: null }, { ctaPayload: "a\nb" }],
    [{ cta_payload: undefined, deeplink_payload: 7 }, { deeplinkPayload: "7" }],
    [
      { cta_payload: "a\u0000b\ud800", deeplink_payload: "x".repeat(1025) },
      { ctaPayload: "ab\ufffd" },
    ],
    [{ cta_payload: { lead: 7 }, deeplink_payload: " " }, {}],
  ])("reads the payloads %j of a call", (payloads, read) => {
    for (const item of [metaItems.offer, metaItems.completed]) {
      const { ctaPayload, deeplinkPayload } = parseCall({ ...item, ...payloads });
      expect({ ctaPayload, deeplinkPayload }).toEqual(read);
    }
  });

  test("reads every entry, change and item of a batch", () => {
    const other = {
      ...metaItems.offer,
      id: "wacid.OTHER",
      from: "5215550000777",
      from_user_id: "MX.7",
    };
    const { entry } = metaWebhook("calls", {
      contacts: [{ profile: { name: "Eva" }, user_id: "MX.7" }, ...contactsOf()],
      calls: [metaItems.offer, other],
      statuses: [metaItems.ringing],
    });
    const body = {
      object: "whatsapp_business_account",
      entry: [...entry, ...metaFixtures.permissionRevoked.entry, ...metaFixtures.completed.entry],
    };
    const events = parseWebhook(body);
    expect(events.map((event) => [event.kind, event.contact?.profileName])).toEqual([
      ["offer", contactName],
      ["offer", "Eva"],
      ["ringing", contactName],
      ["permission", contactName],
      ["terminated", contactName],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(5);
  });

  test("does not assign a single contact to several calls", () => {
    const other = {
      ...metaItems.offer,
      id: "wacid.OTHER",
      from: "5215550000777",
      from_user_id: "MX.7",
    };
    const events = parseWebhook(
      metaWebhook("calls", { contacts: contactsOf(), calls: [metaItems.offer, other] }),
    );
    expect(events[1]?.contact?.profileName).toBeUndefined();
  });

  test("makes another event of a later body with more in it", () => {
    const { id } = parseCall(metaItems.completed);
    expect(parseCall(metaItems.completed).id).toBe(id);
    expect(parseCall({ ...metaItems.completed, duration: 34 }).id).not.toBe(id);
  });

  test("reads the direction from the SDP, the user ids or our number", () => {
    const { direction: _, ...offer } = metaItems.offer;
    expect(parseCall(offer).kind).toBe("offer");
    const { session: _s, from_user_id: _u, ...numbers } = offer;
    expect(parseCall(numbers)).toMatchObject({ kind: "offer", session: { invalid: "missing" } });
    const { direction: _d, to_user_id: _t, ...outgoingEnd } = metaItems.completedOutgoing;
    expect(parseCall(outgoingEnd)).toMatchObject({
      direction: "saliente",
      contact: { phone: contactPhone },
    });
    const strangers = { ...numbers, from: "12025550101", to: "12025550102" };
    expect(parseCall(strangers)).toMatchObject({
      kind: "unknown",
      callId: fixtureCallIds.incoming,
    });
    expect(parseCall({ ...strangers, event: "terminate" })).toMatchObject({
      kind: "terminated",
      parties: { from: "+12025550101", to: "+12025550102" },
      business,
    });
  });

  test("takes the side that is not ours as the contact, also in the reference's wrong sample", () => {
    const mixedUp = { ...metaItems.answer, from: metaItems.answer.to, to: metaItems.answer.from };
    expect(parseCall(mixedUp)).toMatchObject({ contact: { phone: contactPhone }, business });
  });

  test("identifies a caller without a number by the user id", () => {
    const { from: _, ...item } = metaItems.offer;
    const user = { userId: contactUserId, parentUserId: contactParentUserId };
    expect(parseCall(item).contact).toEqual(user);
    const { from_user_id: _u, from_parent_user_id: _p, ...anonymous } = item;
    const contacts = [{ profile: { username: "ana" }, user_id: contactUserId }];
    expect(parseCall(anonymous, { contacts }).contact).toEqual({
      userId: contactUserId,
      profileName: "ana",
    });
  });

  test("reads errors from the value alone where there is one call", () => {
    const { errors, ...failed } = metaItems.failed;
    expect(parseCall(failed, { errors })).toMatchObject({ errorCode: "138021" });
    const both = metaWebhook("calls", { calls: [failed, metaItems.completed], errors });
    for (const event of parseWebhook(both)) expect(event).not.toHaveProperty("errorCode");
  });

  test.each(["standby", "messages", "messaging_handovers"])(
    "reads a permission reply on the field %s",
    (field) => {
      const body = metaWebhook(field, {
        contacts: contactsOf(),
        messages: [metaItems.permissionAccepted],
      });
      expect(parseOne(body)).toMatchObject(expected.permissionAccepted);
    },
  );

  test("reads a permission reply that is nested in the value of standby", () => {
    const value = metaFixtures.permissionAccepted.entry[0]?.changes[0]?.value;
    for (const nested of [{ standby: value }, { standby: [value] }]) {
      expect(parseOne(metaWebhook("standby", nested))).toMatchObject(expected.permissionAccepted);
    }
  });

  test("keeps of each part of standby its own item and contact", () => {
    const parts = ["5215550000777", "5215550000888"].map((from) => ({
      contacts: [{ wa_id: from, profile: { name: `Contact ${from}` } }],
      messages: [{ ...metaItems.permissionAccepted, from, from_user_id: undefined }],
    }));
    const { metadata } = metaFixtures.permissionAccepted.entry[0]?.changes[0]?.value ?? {};
    const events = parseWebhook(metaWebhook("standby", { metadata, standby: parts }));
    expect(events.map(({ contact }) => contact?.phone)).toEqual([
      "+5215550000777",
      "+5215550000888",
    ]);
    for (const [index, event] of events.entries()) {
      expect(JSON.stringify(event.raw)).not.toContain(index === 0 ? "0888" : "0777");
      expect(parseWebhook(event.raw).map(({ raw: _, ...again }) => again)).toEqual([
        { ...event, raw: undefined },
      ]);
    }
  });

  test("assigns the single contact of standby to none of several parts without its number", () => {
    const parts = ["5215550000777", "5215550000888"].map((from) => ({
      messages: [{ ...metaItems.permissionAccepted, from, from_user_id: undefined }],
    }));
    const events = parseWebhook(metaWebhook("standby", { contacts: contactsOf(), standby: parts }));
    expect(events.map(({ contact }) => contact?.userId)).toEqual([undefined, undefined]);
    expect(JSON.stringify(events)).not.toContain(contactUserId);
  });

  test.each([
    [138017, { response: "accept", permanent: true }],
    ["138006", { response: "reject", permanent: false }],
  ])("the error %s of a message shows something about the permission", (code, told) => {
    const item = { ...metaItems.requestFailed, errors: [{ code, title: "refused" }] };
    const parse = (status: object, value: object = {}) =>
      parseWebhook(metaWebhook("messages", { statuses: [status], ...value }));
    const lesson = { kind: "permission", source: "provider", ...told, business };
    const contact = { phone: contactPhone, userId: contactUserId };
    const occurredAt = new Date(Number(item.timestamp) * 1000).toISOString();
    const failed = { kind: "permission_request", status: "failed", errorCode: String(code) };
    const events = parse(item);
    expect(events).toMatchObject([failed, { ...lesson, contact, occurredAt }]);
    expect(events[1]?.id).toBe(`permission:${sha256(item)}`);

    const { biz_opaque_callback_data: _, ...ofOthers } = item;
    expect(parse(ofOthers)).toMatchObject([{ ...lesson, contact, occurredAt }]);
    const { errors, ...bare } = item;
    expect(parse(bare, { errors })).toMatchObject([failed, lesson]);
    expect(parse({ ...item, status: "sent" })).toHaveLength(1);
    const { recipient_id: _r, recipient_user_id: _u, ...nobody } = item;
    expect(parse(nobody)).toHaveLength(1);
  });

  test.each([138009, 131047])("the error %d shows nothing about the permission", (code) => {
    const item = { ...metaItems.requestFailed, errors: [{ code }] };
    expect(parseOne(metaWebhook("messages", { statuses: [item] }))).toMatchObject({
      ...expected.requestFailed,
      errorCode: String(code),
    });
  });

  test("makes unknown events of message statuses, other messages and other fields", () => {
    const sent = { id: "wamid.1", status: "sent", timestamp: "1795363200" };
    expect(parseOne(metaWebhook("messages", { statuses: [sent] }))).toMatchObject({
      kind: "unknown",
      type: "messages",
      occurredAt: "2026-11-22T16:00:00.000Z",
    });
    const text = { id: "wamid.2", type: "text", text: { body: "Hola" } };
    expect(parseOne(metaWebhook("messages", { messages: [text] }))).toMatchObject({
      kind: "unknown",
      type: "messages",
    });
    expect(parseOne(metaWebhook("account_update", { event: "X" }))).toMatchObject({
      kind: "unknown",
      type: "account_update",
    });
    expect(parseOne(metaWebhook("calls", { errors: "x" }))).toMatchObject({
      kind: "unknown",
      type: "calls",
    });
  });

  test.each([
    ["calls", { aboutCalls: true }],
    ["messages", {}],
  ])("keeps the code of an error without an item on the field %s", (field, more) => {
    const errors = [{ title: "no code" }, { code: 131044 }];
    for (const value of [{ errors }, { errors, calls: [] }]) {
      const event = parseOne(metaWebhook(field, value));
      const { kind, type, aboutCalls } = event as UnknownEvent;
      expect({ kind, type, ...(aboutCalls && { aboutCalls }) }).toEqual({
        kind: "unknown",
        type: "error:131044",
        ...more,
      });
    }
  });

  test.each([{}, { entry: [] }, { entry: [null] }, { entry: [{ changes: 7 }] }])(
    "an empty webhook is one unknown event: %j",
    (body) => {
      expect(parseOne({ object: "whatsapp_business_account", ...body })).toMatchObject({
        provider: "meta",
        kind: "unknown",
      });
    },
  );

  test("makes one event of the items beyond 1,000", () => {
    const calls = Array.from({ length: 1500 }, (_, i) => ({
      ...metaItems.callCreated,
      id: `wacid.${i}`,
    }));
    const events = parseWebhook(metaWebhook("calls", { calls }));
    expect(events).toHaveLength(1001);
    expect(events.at(-1)).toMatchObject({ kind: "unknown", type: "too_many_items" });
  });
});

function contactsOf(): readonly object[] {
  return metaFixtures.offer.entry[0]?.changes[0]?.value.contacts as readonly object[];
}
