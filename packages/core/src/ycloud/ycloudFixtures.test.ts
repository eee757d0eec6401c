import { describe, expect, test } from "vitest";
import { parseWebhook } from "../parseWebhook.ts";
import { fixtureCallIds, fixtureParties, fixtureSdp } from "../testing/fixtures/numbers.ts";
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
};

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
