import type { CallPermission } from "@skale-calls/core";
import { describe, expect, it, test } from "vitest";
import { formatComing } from "../src/format/formatComing.ts";
import { readPermission } from "../src/phone/permission/readPermission.ts";

const now = Date.parse("2026-11-26T12:00:00Z");
const hour = 3_600_000;
const at = (ms: number) => new Date(now + ms).toISOString();

const none: CallPermission = {
  status: "none",
  expires_at: null,
  source: null,
  decided_at: null,
  request: null,
  requests: { left: 1, next_at: null },
  unanswered_calls: 0,
  may_call: false,
};
const request = (status: NonNullable<CallPermission["request"]>["status"]) => ({
  id: "c0000000-0000-4000-8000-000000000001",
  message_id: "wamid.1",
  requested_at: at(-hour),
  status,
  error_code: null,
});
const used = { left: 0, next_at: at(23 * hour) };
const decided = { decided_at: at(-hour), request: request("read") };

describe("what the page shows of a permission", () => {
  it.each<[string, Partial<CallPermission>, object]>([
    ["never asked", {}, { state: "unasked", mayAsk: true, requestsLeft: 1 }],
    [
      "asked",
      { status: "requested", request: request("delivered"), requests: used },
      { state: "waiting", mayAsk: false, nextRequestAt: used.next_at },
    ],
    [
      "not delivered",
      { status: "requested", request: request("failed") },
      { state: "undelivered", mayAsk: true },
    ],
    [
      "granted for a week",
      { status: "temporary", expires_at: at(hour), ...decided },
      { state: "temporary", mayCall: true, mayAsk: false, endsAt: at(hour) },
    ],
    [
      "ended at this moment",
      { status: "temporary", expires_at: at(0), ...decided },
      { state: "lapsed", mayCall: false, mayAsk: true, endsAt: null },
    ],
    [
      "refused by WhatsApp",
      { ...decided, source: "provider", request: null },
      { state: "notAllowed" },
    ],
    ["ended before", { ...decided }, { state: "lapsed", mayCall: false }],
    [
      "granted two hours after a request that was not delivered, and ended",
      { decided_at: at(hour), request: request("failed") },
      { state: "lapsed", mayAsk: true },
    ],
    [
      "ended, and a request two hours after the grant was not delivered",
      { decided_at: at(-3 * hour), request: request("failed") },
      { state: "undelivered", mayAsk: true },
    ],
    [
      "refused by WhatsApp two hours after a request that was not delivered",
      { decided_at: at(hour), source: "provider", request: request("failed") },
      { state: "notAllowed" },
    ],
    [
      "granted for good",
      { status: "permanent", ...decided },
      { state: "permanent", mayCall: true },
    ],
    ["refused", { status: "rejected", ...decided }, { state: "rejected", mayAsk: true }],
    ["revoked", { status: "revoked", source: "user_action" }, { state: "revoked" }],
    [
      "revoked by WhatsApp",
      { status: "revoked", source: "automatic", unanswered_calls: 4 },
      { state: "revokedByWhatsapp", unanswered: 4 },
    ],
  ])("%s", (_, changes, view) => {
    expect(readPermission({ ...none, ...changes }, now)).toMatchObject(view);
  });

  it("one request is possible again when its time has come", () => {
    const waiting = { ...none, requests: { left: 0, next_at: at(0) } };
    expect(readPermission(waiting, now - 1)).toMatchObject({ mayAsk: false, requestsLeft: 0 });
    expect(readPermission(waiting, now)).toMatchObject({ mayAsk: true, requestsLeft: 1 });
  });

  it.each([
    [0, 0],
    [1, 0],
    [2, 2],
    [3, 3],
  ])("after %d calls without a pickup", (unanswered_calls, unanswered) => {
    expect(readPermission({ ...none, unanswered_calls }, now).unanswered).toBe(unanswered);
  });
});

test.each([
  [7 * 24 * hour, "dentro de 7 días", "in 7 days"],
  [7 * 24 * hour - 1, "dentro de 7 días", "in 7 days"],
  [24 * hour, "dentro de 24 horas", "in 24 hours"],
  [61 * 60_000, "dentro de 61 minutos", "in 61 minutes"],
  [1_500, "dentro de 2 segundos", "in 2 seconds"],
  [-1, "dentro de 0 segundos", "in 0 seconds"],
])("%d ms ahead are %s", (ms, es, en) => {
  expect(formatComing(at(ms), now, "es")).toBe(es);
  expect(formatComing(at(ms), now, "en")).toBe(en);
});
