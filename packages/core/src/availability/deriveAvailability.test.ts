import { describe, expect, it } from "vitest";
import type { AccountFacts, CallHours, DatedFact, Weekday } from "../vocabulary/account.ts";
import { availabilityReasonCodes } from "./availabilityReasons.ts";
import { type AvailabilityState, deriveAvailability } from "./deriveAvailability.ts";

const now = new Date("2026-11-26T12:00:00Z");
const later = "2026-11-30T00:00:00.000Z";
const pause = { reason: null, until: later };

const dated = (facts: AccountFacts, occurredAt = "2026-11-26T11:00:00.000Z"): DatedFact[] =>
  Object.entries(facts).map(([fact, value]) => ({ fact, value, occurredAt, eventId: "e" }));

function derive(
  facts: AccountFacts | DatedFact[],
  more: Partial<AvailabilityState> = {},
  at = now,
) {
  return deriveAvailability(
    {
      inboxId: "i",
      businessPhone: "+525500000001",
      facts: Array.isArray(facts) ? facts : dated(facts),
      hours: null,
      pickup: { days7: { incoming: 0, answered: 0 }, days30: { incoming: 0, answered: 0 } },
      ...more,
    },
    at,
  );
}

describe("deriveAvailability", () => {
  it("prevents nothing if nothing is known", () => {
    expect(derive({})).toEqual({
      inbox_id: "i",
      may_call: true,
      may_be_called: true,
      reasons: [],
      until: null,
      country: "MX",
      hours: null,
      is_open: null,
      pickup: {
        days7: { incoming: 0, answered: 0, rate: null },
        days30: { incoming: 0, answered: 0, rate: null },
        warning: false,
      },
      messaging_limit: null,
      updated_at: null,
    });
  });

  const cases: [AccountFacts, reasons: string[], mayCall: boolean, mayBeCalled: boolean][] = [
    [
      { calling_status: "ENABLED", messaging_limit: "TIER_2K", icon_visibility: "DEFAULT" },
      [],
      true,
      true,
    ],
    [{ calling_status: "DISABLED" }, ["calling_disabled"], false, false],
    [{ ban_state: "DISABLE" }, ["account_disabled"], false, false],
    [{ ban_state: "REINSTATE" }, [], true, true],
    [{ icon_visibility: "DISABLE_ALL" }, ["call_icon_off"], true, true],
    [{ messaging_limit: "TIER_250" }, ["messaging_limit_low"], false, true],
    [{ messaging_limit: "TIER_1K" }, ["messaging_limit_low"], false, true],
    [{ messaging_limit: "TIER_1K", calling_status: "ENABLED" }, [], true, true],
    [{ messaging_limit: "TIER_UNLIMITED" }, [], true, true],
    [{ templates: [] }, ["template_missing"], true, true],
    [
      { templates: [{ name: "a", language: "es", status: "PAUSED" }] },
      ["template_missing"],
      true,
      true,
    ],
    [{ templates: [{ name: "a", language: "es", status: "APPROVED" }] }, [], true, true],
    [
      { "restriction:RESTRICTED_BUSINESS_INITIATED_CALLING": pause },
      ["outgoing_restricted"],
      false,
      true,
    ],
    [
      { "restriction:RESTRICTED_USER_INITIATED_CALLING": pause },
      ["incoming_restricted"],
      true,
      false,
    ],
    [
      { "restriction:RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING": pause },
      ["outgoing_restricted", "incoming_restricted"],
      false,
      false,
    ],
    [
      {
        "restriction:RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN": {
          reason: null,
          until: null,
        },
      },
      ["call_button_hidden"],
      true,
      true,
    ],
    [{ "restriction:RESTRICTED_CALLING_IN_A_NEW_WAY": pause }, ["other_restriction"], true, true],
    [{ "restriction:RESTRICTED_BIZ_INITIATED_MESSAGING": pause }, [], true, true],
    [{ "violation:USER_INITIATED_CALLS_LOW_PICKUP_RATE": true }, ["pickup_low"], true, true],
    [{ "violation:LOW_BUSINESS_INITIATED_CALLING_QUALITY": true }, ["quality_warning"], true, true],
    [{ "violation:A_NEW_ONE": true }, [], true, true],
    [{ "violation:constructor": true }, [], true, true],
  ];
  it.each(cases)("%j", (facts, reasons, mayCall, mayBeCalled) => {
    const availability = derive(facts);
    expect(availability.reasons.map(({ code }) => code)).toEqual(reasons);
    expect([availability.may_call, availability.may_be_called]).toEqual([mayCall, mayBeCalled]);
  });

  it("tells the country that WhatsApp excludes, and the one that is uncertain", () => {
    const of = (businessPhone: string | null) => {
      const { country, may_call, may_be_called, reasons } = derive({}, { businessPhone });
      return [country, may_call, may_be_called, ...reasons.map(({ code }) => code)];
    };
    expect(of("+16315551234")).toEqual(["US", false, true, "country_not_supported"]);
    expect(of("+905321234567")).toEqual(["TR", true, true, "country_uncertain"]);
    expect(of(null)).toEqual([null, true, true]);
  });

  it("forgets a restriction at its end, without any job", () => {
    const facts = { "restriction:RESTRICTED_BUSINESS_INITIATED_CALLING": pause } as const;
    const at = (ms: number) => derive(facts, {}, new Date(Date.parse(later) + ms));
    expect([at(-1).may_call, at(-1).until]).toEqual([false, later]);
    expect([at(0).may_call, at(0).until]).toEqual([true, null]);
  });

  const sevenDaysLater = "2026-12-03T11:00:00.000Z";
  it.each([
    ["RESTRICTED_USER_INITIATED_CALLING", "incoming_restricted", sevenDaysLater],
    ["RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN", "call_button_hidden", null],
    ["RESTRICTED_CALLS_IN_A_NEW_WAY", "other_restriction", null],
  ])("forgets %s after 7 days if WhatsApp gave no end", (type, code, until) => {
    const at = (ms: number) => new Date(Date.parse(sevenDaysLater) + ms);
    const event: AccountFacts = {};
    event[`restriction:${type}`] = { reason: null, until: null };
    expect(derive(event, {}, at(-1)).reasons).toEqual([{ code, until }]);
    expect(derive(event, {}, at(0)).reasons).toEqual([]);
    // The time of the complete list is that of the newest reading, so it shows no end.
    const list = { restrictions: [{ type, reason: null, until: null }] };
    expect(derive(list, {}, at(-1)).reasons).toEqual([{ code, until: null }]);
    expect(derive(list, {}, at(0)).reasons).toEqual([]);
  });

  it("a newer list without a hidden button shows that it is visible again", () => {
    const hidden = "RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN";
    const event = dated({ [`restriction:${hidden}`]: { reason: null, until: null } });
    const read = dated({ restrictions: [] }, "2026-11-26T11:30:00.000Z");
    expect(derive([...event, ...read]).reasons).toEqual([]);
  });

  it("the complete list replaces older events, and newer events change the list", () => {
    const name = "RESTRICTED_BUSINESS_INITIATED_CALLING";
    const list = (restrictions: AccountFacts["restrictions"] & object) =>
      dated({ restrictions }, "2026-11-26T11:30:00.000Z");
    const event = (occurredAt: string) => dated({ [`restriction:${name}`]: pause }, occurredAt);
    const mayCall = (...facts: DatedFact[][]) => derive(facts.flat()).may_call;
    expect(mayCall(event("2026-11-26T11:00:00.000Z"), list([]))).toBe(true);
    expect(mayCall(event("2026-11-26T11:45:00.000Z"), list([]))).toBe(false);
    expect(mayCall(list([{ type: name, ...pause }]))).toBe(false);

    const template = { name: "ask", language: "es_MX", status: "PENDING" };
    const reasons = (...facts: DatedFact[][]) =>
      derive(facts.flat()).reasons.map(({ code }) => code);
    const listed = dated({ templates: [template] }, "2026-11-26T11:30:00.000Z");
    const approved = (at: string) => dated({ "template:ask:es_MX": "APPROVED" }, at);
    expect(reasons(listed)).toEqual(["template_missing"]);
    expect(reasons(listed, approved("2026-11-26T11:45:00.000Z"))).toEqual([]);
    expect(reasons(listed, approved("2026-11-26T11:00:00.000Z"))).toEqual(["template_missing"]);
    // It is not known what this template asks for.
    expect(reasons(approved("2026-11-26T11:45:00.000Z"))).toEqual([]);
  });

  it("until is the last end of what prevents calls, or null if one has no end", () => {
    const out = { "restriction:RESTRICTED_BUSINESS_INITIATED_CALLING": pause } as const;
    const sooner = { reason: null, until: "2026-11-28T00:00:00.000Z" };
    const both = { ...out, "restriction:RESTRICTED_USER_INITIATED_CALLING": sooner };
    expect(derive(both).until).toBe(later);
    expect(derive({ ...both, calling_status: "DISABLED" }).until).toBeNull();
    expect(derive({ ...both, icon_visibility: "DISABLE_ALL" }).until).toBe(later);
  });

  it("takes the hours of the inbox, or those of the provider", () => {
    const hours = (day: Weekday): CallHours => ({
      time_zone: "UTC",
      weekly: [{ day, open: "09:00", close: "18:00" }],
      holidays: [],
    });
    const [closed, open] = [hours(5), hours(4)];
    expect(derive({ call_hours: closed })).toMatchObject({
      is_open: false,
      hours: closed,
      reasons: [{ code: "outside_hours", until: "2026-11-27T09:00:00.000Z" }],
      may_be_called: true,
    });
    expect(derive({ call_hours: closed }, { hours: open })).toMatchObject({
      is_open: true,
      hours: open,
      reasons: [],
    });
    expect(derive({ call_hours: null })).toMatchObject({ is_open: null, hours: null });
    const unknown = { ...closed, time_zone: "Mars/Base" };
    expect(derive({}, { hours: unknown })).toMatchObject({ is_open: null, reasons: [] });
  });

  it("warns of a low pickup rate, once enough calls are counted", () => {
    const warns = (incoming: number, answered: number) => {
      const { pickup, reasons } = derive(
        {},
        {
          pickup: { days7: { incoming: 0, answered: 0 }, days30: { incoming, answered } },
        },
      );
      expect(reasons.some(({ code }) => code === "pickup_low")).toBe(pickup.warning);
      return pickup.warning;
    };
    expect(warns(9, 0)).toBe(false);
    expect(warns(10, 5)).toBe(true);
    expect(warns(10, 6)).toBe(false);
  });

  it("shows WhatsApp's warning for 30 days", () => {
    const facts = dated(
      { "violation:USER_INITIATED_CALLS_LOW_PICKUP_RATE": true },
      "2026-10-28T12:00:00.000Z",
    );
    expect(derive(facts, {}, new Date("2026-11-27T11:59:59Z")).pickup.warning).toBe(true);
    expect(derive(facts, {}, new Date("2026-11-27T12:00:00Z")).pickup.warning).toBe(false);
  });

  it("updated_at is the time of the newest fact; a failed reading told nothing", () => {
    const known = dated({ calling_status: "ENABLED" });
    expect(derive(known).updated_at).toBe("2026-11-26T11:00:00.000Z");
    const failed = dated({ settings: "provider_timeout" }, "2026-11-26T11:55:00.000Z");
    expect(derive([...known, ...failed]).updated_at).toBe("2026-11-26T11:00:00.000Z");
    const read = dated({ settings: "read" }, "2026-11-26T11:55:00.000Z");
    expect(derive([...known, ...read]).updated_at).toBe("2026-11-26T11:55:00.000Z");
  });

  it("lists every reason in the catalogue's order", () => {
    const { reasons } = derive(
      {
        "violation:USER_INITIATED_CALLS_LOW_PICKUP_RATE": true,
        "violation:LOW_USER_INITIATED_CALLING_QUALITY": true,
        templates: [],
        messaging_limit: "TIER_250",
        icon_visibility: "DISABLE_ALL",
        "restriction:RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING": pause,
        "restriction:RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN": pause,
        "restriction:RESTRICTED_CALLS": pause,
        calling_status: "DISABLED",
        ban_state: "DISABLE",
        call_hours: { time_zone: "UTC", weekly: [], holidays: [] },
      },
      { businessPhone: "+16315551234" },
    );
    expect(reasons.map(({ code }) => code)).toEqual(
      availabilityReasonCodes.filter((code) => code !== "country_uncertain"),
    );
  });
});
