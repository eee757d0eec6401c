import { expect, it } from "vitest";
import { type CallFilters, fitsFilters } from "../src/data/callFilters.ts";
import { makeCall } from "./makeCall.ts";

const call = makeCall({
  contact_name: "Ángela Núñez de la O",
  contact_phone: "+5215587654321",
  branch_id: "b1",
  lead_id: "l1",
  status: "no_contestada",
  end_reason: "missed",
});

it.each<[fits: boolean, filters: CallFilters]>([
  [true, {}],
  [true, { status: null, direction: null, search: "  " }],
  [true, { branchId: "b1", leadId: "l1", status: "no_contestada", endReason: "missed" }],
  [false, { branchId: "b2" }],
  [false, { leadId: "l2" }],
  [false, { status: "completada" }],
  [false, { endReason: "declined" }],
  [true, { direction: "entrante" }],
  [false, { direction: "saliente" }],
  // From is within, to is not.
  [true, { from: "2026-11-22T10:00:00.000Z", to: "2026-11-22T10:00:00.001Z" }],
  [false, { to: "2026-11-22T10:00:00.000Z" }],
  [false, { from: "2026-11-22T10:00:00.001Z" }],
  [true, { from: new Date("2026-11-21") }],
  // Names: a part, whatever the case and the accents, with others between the words.
  [true, { search: "angela nunez" }],
  [true, { search: "ÁNGELA o" }],
  [false, { search: "nunez angela" }],
  [false, { search: "angela perez" }],
  // Numbers: a part, however spaced, in any of WhatsApp's forms.
  [true, { search: "55 8765-4321" }],
  [true, { search: "+52 55 8765" }],
  [true, { search: "+52 1 55" }],
  [true, { search: "765" }],
  [false, { search: "999" }],
  [false, { search: "55" }],
  [true, { contactPhone: "+525587654321" }],
  [false, { contactPhone: "+525587654322" }],
])("%s: %j", (fits, filters) => {
  expect(fitsFilters(call, filters)).toBe(fits);
});

it("shows a call without a time or a number where nothing is asked of them", () => {
  const bare = { ...call, created_at: null as unknown as string, contact_phone: null };
  expect(fitsFilters(bare, {})).toBe(true);
  expect(fitsFilters(bare, { from: "2026-01-01" })).toBe(false);
  expect(fitsFilters(bare, { search: "5587" })).toBe(false);
});
