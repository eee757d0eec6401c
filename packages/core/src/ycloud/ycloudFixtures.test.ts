import { describe, expect, test } from "vitest";
import { isAboutCalls } from "../events/isAboutCalls.ts";
import { parseWebhook } from "../parseWebhook.ts";
import {
  fixtureCallIds,
  fixtureParties,
  fixtureRequestId,
  fixtureSdp,
} from "../testing/fixtures/numbers.ts";
import { type YcloudFixtureName, ycloudFixtures } from "../testing/fixtures/ycloudFixtures.ts";

const { contactPhone, contactUserId, contactParentUserId, contactName, businessPhone, phoneId } =
  fixtureParties;
const userIds = { userId: contactUserId, parentUserId: contactParentUserId };
const unnamed = { phone: contactPhone, ...userIds };
const contact = { ...unnamed, profileName: contactName };
const business = { phone: businessPhone, phoneId };

const incoming = { callId: fixtureCallIds.incoming, direction: "entrante", contact, business };
const outgoing = {
  callId: fixtureCallIds.outgoing,
  direction: "saliente",
  contact: unnamed,
  business,
};
const status = { ...outgoing, business: { phoneId } };
const media = { callId: fixtureCallIds.outgoing, business: { phoneId } };
const reply = {
  kind: "permission",
  contact,
  business: { phone: businessPhone },
  source: "user_action",
};

const request = {
  kind: "permission_request",
  requestId: fixtureRequestId,
  messageId: "wamid.FIXTUREREQUEST0001",
  contact: { phone: contactPhone, userId: contactUserId },
  business: { phone: businessPhone },
};

const expected: Record<YcloudFixtureName, Record<string, unknown>> = {
  offer: { kind: "offer", ...incoming, session: { sdp: fixtureSdp.offer } },
  answer: { kind: "answer", ...outgoing, session: { sdp: fixtureSdp.answer } },
  ringing: { kind: "ringing", ...status },
  accepted: { kind: "accepted", ...status },
  rejected: { kind: "declined", ...status },
  completed: {
    kind: "terminated",
    ...incoming,
    startedAt: "2026-11-22T16:00:36.000Z",
    endedAt: "2026-11-22T16:01:09.000Z",
    durationSeconds: 33,
  },
  completedOutgoing: {
    kind: "terminated",
    ...outgoing,
    startedAt: "2026-11-22T17:00:21.000Z",
    endedAt: "2026-11-22T17:01:09.000Z",
    durationSeconds: 48,
  },
  failed: {
    kind: "terminated",
    ...incoming,
    cause: "failed",
    startedAt: "2026-11-22T16:00:36.000Z",
    endedAt: "2026-11-22T16:03:09.000Z",
    durationSeconds: 30,
    errorCode: "131000",
  },
  unanswered: { kind: "terminated", ...incoming },
  unansweredOutgoing: { kind: "terminated", ...outgoing },
  recordingAvailable: {
    kind: "recording",
    ...media,
    available: true,
    assetId: "66b1f0c2e4b05c2d8f1a3b01",
  },
  recordingFailed: {
    kind: "recording",
    ...media,
    available: false,
    errorCode: "CALLING_RECORDING_PROCESSING_FAILED",
  },
  transcriptionAvailable: {
    kind: "transcript",
    ...media,
    available: true,
    assetId: "66b1f0c2e4b05c2d8f1a3b02",
  },
  transcriptionFailed: {
    kind: "transcript",
    ...media,
    available: false,
    errorCode: "CALLING_TRANSCRIPTION_PROCESSING_FAILED",
  },
  permissionAccepted: {
    ...reply,
    response: "accept",
    permanent: false,
    expiresAt: "2026-11-29T15:00:00.000Z",
    contextId: "wamid.FIXTUREREQUEST0001",
  },
  permissionPermanent: {
    ...reply,
    response: "accept",
    permanent: true,
    contextId: "wamid.FIXTUREREQUEST0001",
  },
  permissionFromProfile: { ...reply, response: "accept", permanent: true },
  permissionRejected: {
    ...reply,
    response: "reject",
    permanent: false,
    contextId: "wamid.FIXTUREREQUEST0001",
  },
  permissionAutomatic: {
    ...reply,
    response: "accept",
    permanent: false,
    expiresAt: "2026-11-29T15:00:00.000Z",
    source: "automatic",
    contextId: fixtureCallIds.incoming,
  },
  permissionRevoked: { ...reply, response: "reject", permanent: false, source: "automatic" },
  requestDelivered: { ...request, status: "delivered" },
  requestFailed: { ...request, status: "failed", errorCode: "131026" },
};

describe("the delivery of a permission request, from YCloud", () => {
  const body = ycloudFixtures.requestDelivered;
  const parse = (more: object) =>
    parseWebhook({ ...body, whatsappMessage: { ...(body.whatsappMessage as object), ...more } })[0];

  test.each([
    [{ status: "accepted" }, "sent"],
    [{ status: "SENT" }, "sent"],
    [{ status: "Read" }, "read"],
  ])("%j", (more, status) => {
    expect(parse(more)).toMatchObject({ kind: "permission_request", status });
  });

  const failed = (code: string) => ({
    ...body,
    whatsappMessage: {
      ...(body.whatsappMessage as object),
      status: "failed",
      whatsappApiError: { code, message: "refused" },
    },
  });
  const learnt = {
    kind: "permission",
    source: "provider",
    contact: request.contact,
    business: request.business,
  };

  test.each([
    ["138017", { ...learnt, response: "accept", permanent: true }],
    ["138006", { ...learnt, response: "reject", permanent: false }],
  ])("the error %s shows something about the permission", (code, lesson) => {
    const raw = failed(code);
    const at = { provider: "ycloud", occurredAt: raw.createTime, raw };
    expect(parseWebhook(raw)).toStrictEqual([
      { ...request, ...at, id: raw.id, status: "failed", errorCode: code },
      { ...lesson, ...at, id: `${raw.id}:permission` },
    ]);
    const { externalId: _, ...ofOthers } = raw.whatsappMessage as Record<string, unknown>;
    const other = { ...raw, whatsappMessage: ofOthers };
    expect(parseWebhook(other)).toStrictEqual([{ ...lesson, ...at, raw: other, id: raw.id }]);
    const ids = parseWebhook({ ...raw, id: undefined }).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  test.each(["138009", "131047", "1", "", "constructor", "__proto__"])(
    "the error %j shows nothing about it",
    (code) => {
      expect(parseWebhook(failed(code)).map(({ kind }) => kind)).toEqual(["permission_request"]);
    },
  );

  test("an error of a message that did not fail, or without a contact, shows nothing", () => {
    const { whatsappMessage } = failed("138017");
    const kindsOf = (more: object) =>
      parseWebhook({ ...body, whatsappMessage: { ...whatsappMessage, ...more } }).map(
        ({ kind }) => kind,
      );
    expect(kindsOf({ status: "sent" })).toEqual(["permission_request"]);
    const nobody = { to: undefined, recipientUserId: undefined };
    expect(kindsOf(nobody)).toEqual(["permission_request"]);
    expect(kindsOf({ ...nobody, externalId: undefined })).toEqual(["unknown"]);
  });

  test("a call that failed because of the permission shows it too", () => {
    const { callingTerminate, ...rest } = ycloudFixtures.completedOutgoing;
    const raw = {
      ...rest,
      callingTerminate: { ...(callingTerminate as object), status: "FAILED", errorCode: "138006" },
    };
    expect(parseWebhook(raw)).toMatchObject([
      { kind: "terminated", errorCode: "138006", id: rest.id },
      { kind: "permission", response: "reject", source: "provider", id: `${rest.id}:permission` },
    ]);
  });

  test("a contact without a number is named by the user id", () => {
    const named = { to: undefined, recipientUserId: undefined, recipient: contactUserId };
    expect(parse(named)?.contact).toEqual({ userId: contactUserId });
  });

  test.each([
    { externalId: undefined },
    { externalId: "order-42" },
    { externalId: "call-permission:" },
    { externalId: `call-permission:${fixtureRequestId}0` },
    { externalId: ["call-permission:"] },
    { externalId: { $ne: 1 } },
    { status: "deleted" },
    { status: 7 },
  ])("another message or status stays unknown, and its body is not kept: %j", (more) => {
    const event = parse(more);
    expect(event).toMatchObject({ kind: "unknown", type: "whatsapp.message.updated" });
    expect(event && isAboutCalls(event)).toBe(false);
  });
});

describe("parseWebhook, YCloud's documented events", () => {
  test.each(Object.entries(ycloudFixtures))("reads the documented %s", (name, body) => {
    expect(parseWebhook(body)).toStrictEqual([
      {
        id: body.id,
        provider: "ycloud",
        occurredAt: body.createTime,
        ...expected[name as YcloudFixtureName],
        raw: body,
      },
    ]);
  });
});
