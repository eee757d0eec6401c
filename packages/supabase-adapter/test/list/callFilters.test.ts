import { expect, it } from "vitest";
import { type CallFilters, readFilters } from "../../src/index.ts";
import { makeListedCall } from "./makeListedCall.ts";

const call = makeListedCall({
  contact_name: "Ángela Núñez de la O",
  contact_phone: "+5215587654321",
  branch_id: "b1",
  lead_id: "l1",
  status: "no_contestada",
  end_reason: "missed",
  deeplink_payload: "poster",
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
  // `from` is inclusive, `to` is exclusive.
  [true, { from: "2026-11-22T10:00:00.000Z", to: "2026-11-22T10:00:00.001Z" }],
  [false, { to: "2026-11-22T10:00:00.000Z" }],
  [false, { from: "2026-11-22T10:00:00.001Z" }],
  [true, { from: new Date("2026-11-21") }],
  // Names: a part, ignoring case and accents, with other words between the words.
  [true, { search: "angela nunez" }],
  [true, { search: "ÁNGELA o" }],
  [false, { search: "nunez angela" }],
  [false, { search: "angela perez" }],
  // Numbers: a part with any spacing, in any of WhatsApp's forms.
  [true, { search: "55 8765-4321" }],
  [true, { search: "+52 55 8765" }],
  [true, { search: "+52 1 55" }],
  [true, { search: "765" }],
  [false, { search: "999" }],
  [false, { search: "55" }],
  [true, { search: "1 55 8765 4321" }],
  [true, { search: "\u202a+52 1 55 8765 4321\u202c" }],
  // Numbers with the marks that a copied number has.
  [true, { search: "+52\u20111\u201055\u2212876" }],
  [true, { search: "55\u200b87\u00a065" }],
  [true, { search: "+５２ １ ５５ ８７６５" }],
  [true, { search: "٥٥٨٧٦٥" }],
  [true, { search: "[55]/8765 / 4321" }],
  [true, { search: "whatsapp:+5215587654321" }],
  [true, { search: "tel:5587654321," }],
  [true, { search: "5587654321;" }],
  [false, { search: "tel:" }],
  // A value of another type is read as its text.
  [true, { search: 5587 as unknown as string }],
  [false, { search: 1 as unknown as string }],
  [true, { missed: true }],
  [true, { missed: false }],
  [false, { missed: true, direction: "saliente" }],
  [true, { contactPhone: "+525587654321" }],
  [false, { contactPhone: "+525587654322" }],
  [true, { entryPoint: "link" }],
  [false, { entryPoint: "button" }],
  [true, { deeplinkPayload: "poster" }],
  [false, { deeplinkPayload: "Poster" }],
  [false, { ctaPayload: "poster" }],
])("%s: %j", (fits, filters) => {
  expect(readFilters(filters).fits(call)).toBe(fits);
});

it("compares a long name in linear time", () => {
  const long = { ...call, contact_name: "a".repeat(200) };
  expect(readFilters({ search: `${"a ".repeat(49)}z` }).fits(long)).toBe(false);
  expect(readFilters({ search: "a a a a" }).fits(long)).toBe(true);
});

it("does not find a word twice in the same place", () => {
  expect(readFilters({ search: "angela angela" }).fits(call)).toBe(false);
  expect(readFilters({ search: "an ela nu ez" }).fits(call)).toBe(true);
});

it.each(["from", "to"] as const)("refuses an invalid date as %s, by name", (field) => {
  expect(() => readFilters({ [field]: new Date(Number.NaN) })).toThrow(
    expect.objectContaining({
      code: "invalid_request",
      message: expect.stringContaining(field),
    }),
  );
});

it("shows a call without a time or a number when no filter uses them", () => {
  const bare = { ...call, created_at: null as unknown as string, contact_phone: null };
  expect(readFilters({}).fits(bare)).toBe(true);
  expect(readFilters({ from: "2026-01-01" }).fits(bare)).toBe(false);
  expect(readFilters({ search: "5587" }).fits(bare)).toBe(false);
});

it.each([
  ["expired", true],
  ["missed", true],
  ["declined", false],
  [null, false],
] as const)(
  "an incoming call without an answer that ended by %s is missed: %s",
  (end_reason, isMissed) => {
    expect(readFilters({ missed: true }).fits({ ...call, end_reason })).toBe(isMissed);
    expect(readFilters({ missed: true }).fits({ ...call, end_reason, direction: "saliente" })).toBe(
      false,
    );
  },
);

it.each(["not a time", ""])(
  "passes the time %j on to the database, and no call matches it",
  (from) => {
    const { query, fits } = readFilters({ from });
    expect(query).toEqual(from === "" ? {} : { from });
    expect(fits(call)).toBe(from === "");
  },
);

it("cuts a long text between two characters", () => {
  const { query } = readFilters({ search: `${"a".repeat(99)}🌸🌸` });
  expect(query.name?.every((word) => word.isWellFormed())).toBe(true);
});
