import { describe, expect, it, test } from "vitest";
import { parseWebhook } from "../parseWebhook.ts";
import type { CallEvent } from "../vocabulary/callEvent.ts";

const receivedAt = new Date("2026-11-26T12:00:00Z");
const phoneId = "461269257068832";

function readOne(body: unknown): CallEvent {
  const events = parseWebhook(body, { receivedAt });
  expect(events).toHaveLength(1);
  return events[0] as CallEvent;
}

describe("YCloud's account events", () => {
  const envelope = (type: string, payload: Record<string, unknown>) => ({
    id: "evt_account",
    type,
    apiVersion: "v2",
    createTime: "2026-11-26T10:00:00.000Z",
    ...payload,
  });
  const common = { id: "evt_account", provider: "ycloud", occurredAt: "2026-11-26T10:00:00.000Z" };

  test.each([
    [
      "whatsapp.phone_number.quality_updated",
      {
        whatsappPhoneNumber: {
          id: phoneId,
          phoneNumber: "+525500000001",
          displayPhoneNumber: "+52 55 0000 0001",
          wabaId: "188234691048809",
          qualityRating: "YELLOW",
          messagingLimit: "TIER_1K",
          whatsappBusinessManagerMessagingLimit: "TIER_2K",
          qualityUpdateEvent: "UPGRADE",
        },
      },
      {
        kind: "account",
        accountId: "188234691048809",
        business: { phone: "+525500000001", phoneId },
        facts: {
          account_id: "188234691048809",
          messaging_limit: "TIER_2K",
          quality_rating: "YELLOW",
          phone: "+525500000001",
          phone_id: phoneId,
        },
      },
    ],
    [
      "whatsapp.business_account.updated",
      {
        whatsappBusinessAccount: {
          id: "188234691048809",
          updateEvent: "ACCOUNT_RESTRICTION",
          violationType: "USER_INITIATED_CALLS_LOW_PICKUP_RATE",
          restrictions: [
            {
              restrictionType: "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
              expiration: "2026-12-03T10:00:00.000Z",
            },
            { restrictionType: "RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN" },
            { restrictionType: "SOMETHING_NEW", expiration: 1_764_756_000 },
            { restrictionType: null },
          ],
        },
      },
      {
        kind: "account",
        accountId: "188234691048809",
        facts: {
          "violation:USER_INITIATED_CALLS_LOW_PICKUP_RATE": true,
          "restriction:RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING": {
            reason: null,
            until: "2026-12-03T10:00:00.000Z",
          },
          "restriction:RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN": {
            reason: null,
            until: null,
          },
          "restriction:SOMETHING_NEW": { reason: null, until: "2025-12-03T10:00:00.000Z" },
        },
      },
    ],
    [
      "whatsapp.business_account.updated",
      { whatsappBusinessAccount: { id: "188234691048809", banState: "DISABLE" } },
      { kind: "account", accountId: "188234691048809", facts: { ban_state: "DISABLE" } },
    ],
    [
      "whatsapp.template.reviewed",
      {
        whatsappTemplate: {
          wabaId: "188234691048809",
          name: "ask_to_call",
          language: "es_MX",
          status: "APPROVED",
          statusUpdateEvent: "UNARCHIVED",
        },
      },
      {
        kind: "account",
        accountId: "188234691048809",
        facts: { "template:ask_to_call:es_MX": "APPROVED" },
      },
    ],
  ])("%s", (type, payload, expected) => {
    const body = envelope(type, payload);
    expect(readOne(body)).toEqual({ ...common, ...expected, raw: body });
  });

  it.each([
    ["whatsapp.phone_number.quality_updated", {}],
    ["whatsapp.phone_number.quality_updated", { whatsappPhoneNumber: { qualityRating: "RED" } }],
    ["whatsapp.business_account.updated", { whatsappBusinessAccount: { id: "1", name: "x" } }],
    ["whatsapp.template.reviewed", { whatsappTemplate: { name: "x", status: "APPROVED" } }],
    ["whatsapp.template.reviewed", { whatsappTemplate: "x" }],
  ])("%s without its fields is unknown: %j", (type, payload) => {
    expect(readOne(envelope(type, payload))).toMatchObject({ kind: "unknown", type });
  });
});

describe("Meta's account fields", () => {
  const change = (field: string, value: unknown, entry: Record<string, unknown> = {}) => ({
    object: "whatsapp_business_account",
    entry: [{ id: "188234691048809", time: 1_795_687_200, ...entry, changes: [{ field, value }] }],
  });

  it("account_settings_update", () => {
    const event = readOne(
      change("account_settings_update", {
        messaging_product: "whatsapp",
        timestamp: "1795687200",
        type: "phone_number_settings",
        phone_number_settings: {
          phone_number_id: phoneId,
          calling: {
            status: "ENABLED",
            call_icon_visibility: "DISABLE ALL",
            callback_permission_status: "ENABLED",
            call_hours: {
              status: "ENABLED",
              timezone_id: "America/Manaus",
              weekly_operating_hours: [
                { day_of_week: "MONDAY", open_time: "0400", close_time: "1020" },
                { day_of_week: "TUESDAY", open_time: { toString: 1 }, close_time: null },
              ],
              holiday_schedule: [],
            },
            restrictions: {
              restrictions_list: [
                {
                  type: "RESTRICTED_BUSINESS_INITIATED_CALLING",
                  reason: "Business initiated calling capability has been temporarily disabled.",
                  expiration: 1_795_773_600,
                },
              ],
            },
            sip: { status: "DISABLED" },
          },
        },
      }),
    );
    expect(event).toMatchObject({
      kind: "account",
      provider: "meta",
      occurredAt: "2026-11-26T10:00:00.000Z",
      accountId: "188234691048809",
      business: { phoneId },
      facts: {
        calling_status: "ENABLED",
        icon_visibility: "DISABLE_ALL",
        callback_status: "ENABLED",
        call_hours: {
          time_zone: "America/Manaus",
          weekly: [{ day: 1, open: "04:00", close: "10:20" }],
          holidays: [],
        },
        restrictions: [
          {
            type: "RESTRICTED_BUSINESS_INITIATED_CALLING",
            reason: "Business initiated calling capability has been temporarily disabled.",
            until: "2026-11-27T10:00:00.000Z",
          },
        ],
        account_id: "188234691048809",
      },
    });
  });

  it("account_update, with the time of its entry and without the sample's id 0", () => {
    const event = readOne(
      change(
        "account_update",
        {
          phone_number: "525500000001",
          event: "ACCOUNT_RESTRICTION",
          restriction_info: [
            { restriction_type: "RESTRICTED_USER_INITIATED_CALLING", expiration: 1_795_773_600 },
          ],
        },
        { id: "0" },
      ),
    );
    expect(event).toMatchObject({
      kind: "account",
      occurredAt: "2026-11-26T10:00:00.000Z",
      business: { phone: "+525500000001" },
      facts: {
        "restriction:RESTRICTED_USER_INITIATED_CALLING": {
          reason: null,
          until: "2026-11-27T10:00:00.000Z",
        },
      },
    });
    expect(event).not.toHaveProperty("accountId");
  });

  it("account_update with a violation, about the whole account", () => {
    const violation_info = { violation_type: "LOW_USER_INITIATED_CALLING_QUALITY" };
    expect(
      readOne(change("account_update", { event: "ACCOUNT_VIOLATION", violation_info })),
    ).toMatchObject({
      kind: "account",
      accountId: "188234691048809",
      facts: { "violation:LOW_USER_INITIATED_CALLING_QUALITY": true },
    });
  });

  it("another account_update is unknown", () => {
    const value = { event: "VOLUME_BASED_PRICING_TIER_UPDATE" };
    expect(readOne(change("account_update", value))).toMatchObject({
      kind: "unknown",
      type: "account_update",
    });
  });

  it("the same change has the same id, and another one another", () => {
    const ids = ["ENABLED", "ENABLED", "DISABLED"].map(
      (status) =>
        readOne(
          change("account_settings_update", {
            timestamp: "1795687200",
            phone_number_settings: { phone_number_id: phoneId, calling: { status } },
          }),
        ).id,
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });
});
