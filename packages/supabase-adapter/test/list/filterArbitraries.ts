import { callDirections, callStatuses, endReasons, entryPoints } from "@skale-calls/core";
import fc from "fast-check";
import type { CallFilters, WhatsappCallRow } from "../../src/index.ts";

/** A branch that the agent sees. */
const knownBranch = "00000000-0000-4000-8000-00000000000a";

const leads = ["5a1e0000-0000-4000-8000-0000000000a1", "5a1e0000-0000-4000-8000-0000000000a2"];

/** Few values, so that they coincide often. They contain every character with a meaning in a pattern, a URL or a collation. */
const names = fc.constantFrom(
  "José Ángel Núñez",
  "ANA MARÍA LÓPEZ",
  "Nun\u0303ez\nAna",
  "100% (real) [x] a\\b",
  "a,b.c:\"d'e*f_g",
  "Жанна Ω ØRSTED",
  "Straße ſ K",
  "Zoë 🌸",
  "",
);
const typed = fc.oneof(
  names,
  fc.constantFrom(
    "jose",
    "ana",
    "lópez",
    "ж",
    "ω",
    "ø",
    "ss",
    "s",
    "k",
    "🌸",
    ".",
    "]",
    "[x]",
    "\\",
    "|",
    "{2}",
    "  ",
  ),
);

const phones = fc.constantFrom(
  "+525512345678",
  "+5215512345678",
  "+5493112345678",
  "+543112345678",
  "+5531988888888",
  "+553188888888",
  "+5511987654321",
  "+34612345678",
  "5512345678",
);
/** A part of a number in any form, with the spacing that people use. */
const partOfNumber = fc
  .tuple(
    phones,
    fc.nat({ max: 8 }),
    fc.integer({ min: 1, max: 14 }),
    fc.constantFrom("", "0", "00", "+", "(", " "),
  )
  .map(([phone, start, length, before]) => {
    const digits = phone.replace("+", "").slice(start, start + length);
    return `${before}${digits.replace(/(\d{4})(?=\d)/, "$1-")}`;
  });

/** Payloads, with every character that has a meaning in a filter or a URL. */
const payloads = fc.constantFrom("poster", '{"lead":"a,b.c:(d)"}', 'a\\"b&c=%', "ñ 🌸", " x ");

const moments = fc.constantFrom(
  "2026-11-20T12:00:00+00:00",
  "2026-11-20T12:00:00.000001+00:00",
  "2026-11-20T12:00:00.0005+00:00",
  "2026-11-21T00:00:00+00:00",
);

export const anyListedRow: fc.Arbitrary<Partial<WhatsappCallRow>> = fc.record({
  contact_name: fc.option(names, { freq: 4, nil: null }),
  contact_phone: fc.option(phones, { freq: 6, nil: null }),
  direction: fc.constantFrom(null, ...callDirections),
  status: fc.constantFrom(...callStatuses),
  end_reason: fc.constantFrom(null, ...endReasons),
  branch_id: fc.constantFrom(null, knownBranch),
  cta_payload: fc.option(payloads, { freq: 2, nil: null }),
  deeplink_payload: fc.option(payloads, { freq: 2, nil: null }),
  outside_hours: fc.constantFrom(null, true, false),
  created_at: moments,
});

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 2 });

export const anyFilters: fc.Arbitrary<CallFilters> = fc.oneof(
  fc.record({ search: typed }),
  fc.record({ search: partOfNumber }),
  fc.record({ search: partOfNumber }),
  fc.record({ contactPhone: phones }),
  fc.record({ missed: fc.boolean(), search: maybe(typed) }),
  fc.record({ outsideHours: fc.boolean(), missed: fc.boolean() }),
  fc.record({ ctaPayload: payloads, entryPoint: maybe(fc.constantFrom(...entryPoints)) }),
  fc.record({ deeplinkPayload: payloads, ctaPayload: maybe(payloads) }),
  fc.record({ entryPoint: fc.constantFrom(...entryPoints), missed: fc.boolean() }),
  fc.record({
    branchId: maybe(fc.constantFrom(knownBranch, knownBranch.toUpperCase())),
    status: maybe(fc.constantFrom(...callStatuses)),
    direction: maybe(fc.constantFrom(...callDirections)),
    endReason: maybe(fc.constantFrom(...endReasons)),
    leadId: fc.option(fc.constantFrom(...leads), { freq: 9 }),
  }),
  fc.record({
    from: maybe(
      fc.oneof(
        moments,
        fc.constantFrom("2026-11-20", "2026-11-20T12:00", new Date("2026-11-20T12:00:00Z")),
      ),
    ),
    to: maybe(fc.oneof(moments, fc.constantFrom("2026-11-21", "2026-11-20T12:00:00.000001Z"))),
    search: maybe(partOfNumber),
  }),
);
