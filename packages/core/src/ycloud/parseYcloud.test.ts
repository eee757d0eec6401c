import { describe, expect, test } from "vitest";
import { parseWebhook } from "../parseWebhook.ts";
import { fixtureCallIds, fixtureParties, fixtureSdp } from "../testing/fixtures/numbers.ts";
import {
  type YcloudFixtureName,
  type YcloudOverrides,
  ycloudEvent,
  ycloudFixtures,
} from "../testing/fixtures/ycloudFixtures.ts";
import type { CallEvent } from "../vocabulary/callEvent.ts";

const { contactPhone, contactUserId, contactParentUserId, contactName, businessPhone, phoneId } =
  fixtureParties;
const userIds = { userId: contactUserId, parentUserId: contactParentUserId };
const unnamed = { phone: contactPhone, ...userIds };
const receivedAt = new Date("2026-11-22T18:00:00.000Z");

function parseOne(body: unknown): CallEvent {
  const events = parseWebhook(body, { receivedAt });
  expect(events).toHaveLength(1);
  return events[0] as CallEvent;
}

function parseEvent(name: YcloudFixtureName, overrides: YcloudOverrides): CallEvent {
  return parseOne(ycloudEvent(name, overrides));
}

describe("parseWebhook, variations of YCloud's events", () => {
  test.each(["USER_INITIATED", "user_initiated", "User-Initiated"])("direction %s", (direction) => {
    expect(parseEvent("offer", { payload: { direction } })).toMatchObject({
      direction: "entrante",
    });
  });

  test("derives a missing direction from the SDP, then from the side with a user id", () => {
    const direction = undefined;
    expect(parseEvent("offer", { payload: { direction } }).kind).toBe("offer");
    expect(parseEvent("answer", { payload: { direction } }).kind).toBe("answer");
    const bySide = { direction, sdpType: undefined };
    expect(parseEvent("offer", { payload: bySide }).kind).toBe("offer");
    expect(parseEvent("answer", { payload: bySide }).kind).toBe("answer");
    expect(parseEvent("completed", { payload: { direction } })).toMatchObject({
      direction: "entrante",
      contact: unnamed,
    });
    const unsaid = {
      direction,
      sdpType: undefined,
      fromUserId: undefined,
      fromParentUserId: undefined,
    };
    expect(parseEvent("offer", { payload: unsaid })).toMatchObject({
      kind: "unknown",
      callId: fixtureCallIds.incoming,
      type: "whatsapp.call.connect",
    });
  });

  test("reads the payloads of a call button and a call link, which YCloud does not document", () => {
    const payload = { ctaPayload: "button", deeplinkPayload: "link" };
    expect(parseEvent("offer", { payload })).toMatchObject({ kind: "offer", ...payload });
    expect(parseEvent("completed", { payload })).toMatchObject({ kind: "terminated", ...payload });
    expect(parseEvent("offer", {})).not.toHaveProperty("ctaPayload");
  });

  test("keeps both numbers as they are without a direction", () => {
    const event = parseEvent("completed", {
      payload: { direction: undefined, fromUserId: undefined, customerProfile: undefined },
    });
    expect(event).toMatchObject({
      parties: { from: contactPhone, to: businessPhone },
      business: { phoneId },
    });
    expect(event).not.toHaveProperty("contact");
    expect(event).not.toHaveProperty("direction");
  });

  test("accepts a contact without a phone", () => {
    expect(parseEvent("offer", { payload: { from: undefined } }).contact).toEqual({
      ...userIds,
      profileName: contactName,
    });
    expect(parseEvent("ringing", { payload: { recipientPhone: undefined } }).contact).toEqual(
      userIds,
    );
    expect(
      parseEvent("offer", {
        payload: { from: "MX.1234", fromUserId: undefined, fromParentUserId: undefined },
      }).contact,
    ).toEqual({ userId: "MX.1234", profileName: contactName });
    const username = parseEvent("offer", { payload: { customerProfile: { username: "ana" } } });
    expect(username.contact?.profileName).toBe("ana");
  });

  test("does not take a number that calls itself for ours", () => {
    const event = parseEvent("answer", { payload: { from: contactPhone } });
    expect(event.business).toEqual({ phoneId });
    expect(event.contact).toEqual(unnamed);
  });

  test.each([
    [undefined, "missing"],
    [null, "missing"],
    ["", "missing"],
    [{ type: "offer" }, "wrong_type"],
    [17, "wrong_type"],
    ["v".repeat(100_001), "too_large"],
  ])("makes a value of a session that is not right: %#", (sdp, invalid) => {
    expect(parseEvent("offer", { payload: { sdp } })).toMatchObject({ session: { invalid } });
  });

  test("refuses the type of the other side's SDP", () => {
    for (const sdpType of ["answer", "pranswer", 5]) {
      expect(parseEvent("offer", { payload: { sdpType } })).toMatchObject({
        session: { invalid: "wrong_type" },
      });
    }
    expect(parseEvent("offer", { payload: { sdpType: "OFFER" } })).toMatchObject({
      session: { sdp: fixtureSdp.offer },
    });
    expect(parseEvent("offer", { payload: { sdp: "v".repeat(100_000) } })).toMatchObject({
      session: { sdp: "v".repeat(100_000) },
    });
  });

  test.each(["ringing", "Ringing", "RINGING"])("status %s", (value) => {
    expect(parseEvent("accepted", { payload: { status: value } }).kind).toBe("ringing");
  });

  test.each(["NO_ANSWER", "constructor", "__proto__", 7, null])("status %s is unknown", (value) => {
    expect(parseEvent("accepted", { payload: { status: value } })).toMatchObject({
      kind: "unknown",
      type: "whatsapp.call.status.updated",
      callId: fixtureCallIds.outgoing,
    });
  });

  test("accepts strings for numbers and numbers for strings", () => {
    const event = parseEvent("failed", {
      payload: {
        from: 5215550000101,
        phoneId: 100000000000200,
        startTime: "1795363236",
        endTime: "1795363389000",
        duration: "29.6",
        errorCode: 131000,
        status: "Failed",
      },
    });
    expect(event).toMatchObject({
      contact: { phone: contactPhone },
      business: { phoneId },
      startedAt: "2026-11-22T16:00:36.000Z",
      endedAt: "2026-11-22T16:03:09.000Z",
      durationSeconds: 30,
      errorCode: "131000",
      cause: "failed",
    });
  });

  test("ignores values that are not possible", () => {
    const event = parseEvent("completed", {
      payload: { startTime: 0, endTime: "tomorrow", duration: -1, errorCode: "", status: "BUSY" },
    });
    for (const field of ["startedAt", "endedAt", "durationSeconds", "errorCode", "cause"]) {
      expect(event).not.toHaveProperty(field);
    }
    expect(parseEvent("completed", { payload: { duration: 2 ** 31 } })).not.toHaveProperty(
      "durationSeconds",
    );
  });

  test("makes an unknown event without a call id", () => {
    for (const wacid of [undefined, null, "", {}, "w".repeat(256)]) {
      const event = parseEvent("completed", { payload: { wacid } });
      expect(event).toMatchObject({ kind: "unknown", type: "whatsapp.call.terminate" });
      expect(event).not.toHaveProperty("callId");
    }
  });

  test.each([undefined, null, "", "x", 7, true, [], [{ wacid: "wacid.X" }]])(
    "an item that is no object is unknown: %j",
    (item) => {
      for (const [type, key] of [
        ["whatsapp.call.connect", "callingConnect"],
        ["whatsapp.call.status.updated", "callingStatusUpdated"],
        ["whatsapp.call.terminate", "callingTerminate"],
        ["whatsapp.call.recording.updated", "callingRecording"],
        ["whatsapp.call.transcription.updated", "callingTranscription"],
        ["whatsapp.inbound_message.received", "whatsappInboundMessage"],
      ] as const) {
        const body = { id: "evt_1", type, createTime: "2026-11-22T16:00:00.000Z", [key]: item };
        expect(parseOne(body)).toStrictEqual({
          id: "evt_1",
          provider: "ycloud",
          kind: "unknown",
          type,
          ...(type.startsWith("whatsapp.call.") ? { aboutCalls: true } : {}),
          occurredAt: "2026-11-22T16:00:00.000Z",
          raw: body,
        });
      }
    },
  );

  test.each([null, 7, "x", [], ["whatsapp.call.connect"]])(
    "an envelope that is no object is unknown: %j",
    (body) => {
      const [event, ...others] = parseWebhook(body, { provider: "ycloud", receivedAt });
      expect(others).toEqual([]);
      expect(event?.kind).toBe("unknown");
      expect(event?.occurredAt).toBe(receivedAt.toISOString());
    },
  );

  test("composes an id for an event without one of its own", () => {
    const ids = [undefined, null, "", "e".repeat(256), {}].map(
      (id) => parseOne({ ...ycloudFixtures.completed, id }).id,
    );
    for (const id of ids) {
      expect(id).toMatch(new RegExp(`^${fixtureCallIds.incoming}:terminated:[0-9a-f]{64}$`));
    }
  });

  test("uses our clock for an envelope without a time", () => {
    const { createTime: _, ...body } = ycloudFixtures.offer;
    expect(parseOne(body).occurredAt).toBe(receivedAt.toISOString());
    expect(parseOne({ ...body, createTime: "1999-12-31T00:00:00Z" }).occurredAt).toBe(
      receivedAt.toISOString(),
    );
  });

  test("reads a permission reply without outer types, if it says which it is", () => {
    const { interactive } = ycloudFixtures.permissionAccepted.whatsappInboundMessage as {
      interactive: { call_permission_reply: object };
    };
    const { call_permission_reply } = interactive;
    const bare = { type: undefined, interactive: { call_permission_reply } };
    expect(parseEvent("permissionAccepted", { payload: bare })).toMatchObject({
      response: "accept",
    });
    for (const inner of [undefined, {}, { response: "maybe" }, "accept"]) {
      const interactiveOf = { type: "call_permission_reply", call_permission_reply: inner };
      expect(
        parseEvent("permissionAccepted", { payload: { interactive: interactiveOf } }),
      ).toMatchObject({
        kind: "unknown",
        type: "call_permission_reply",
      });
    }
    const swapped = {
      ...call_permission_reply,
      response: "ACCEPT",
      is_permanent: "true",
      expiration_timestamp: "1795964400",
    };
    expect(
      parseEvent("permissionAccepted", {
        payload: { interactive: { call_permission_reply: swapped } },
      }),
    ).toMatchObject({ response: "accept", permanent: true, expiresAt: "2026-11-29T15:00:00.000Z" });
  });

  test("makes unknown events of other messages and events, with their type", () => {
    const text = { type: "text", interactive: undefined, text: { body: "Hola" } };
    expect(parseEvent("permissionAccepted", { payload: text })).toMatchObject({
      kind: "unknown",
      type: "whatsapp.inbound_message.received",
    });
    expect(parseOne({ ...ycloudFixtures.offer, type: "whatsapp.call.held" })).toMatchObject({
      kind: "unknown",
      type: "whatsapp.call.held",
    });
    expect(parseOne({ id: "evt_1", type: "contact.created", apiVersion: "v2" })).toMatchObject({
      id: "evt_1",
      provider: "ycloud",
      kind: "unknown",
      type: "contact.created",
    });
  });
});

describe("ycloudEvent", () => {
  test("places the numbers, call id and time", () => {
    const event = parseEvent("ringing", {
      wacid: "wacid.X",
      contactPhone: "+5215550000777",
      createTime: "2026-01-01T00:00:00.000Z",
    });
    expect(event).toMatchObject({
      callId: "wacid.X",
      contact: { phone: "+5215550000777" },
      occurredAt: "2026-01-01T00:00:00.000Z",
    });
    expect(parseEvent("offer", { businessPhone: "+525550000999" }).business?.phone).toBe(
      "+525550000999",
    );
  });

  test("has the same id for the same event only", () => {
    expect(ycloudEvent("offer").id).toBe(ycloudFixtures.offer.id);
    expect(ycloudEvent("offer", { wacid: "wacid.X" }).id).not.toBe(ycloudFixtures.offer.id);
    expect(ycloudEvent("offer", { id: "evt_mine" }).id).toBe("evt_mine");
  });
});
