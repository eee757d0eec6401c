import { type CountryCode, getCountries, parsePhoneNumberFromString } from "libphonenumber-js/max";
import mobileExamples from "libphonenumber-js/mobile/examples";
import { describe, expect, test } from "vitest";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import { normalizePhone } from "./normalizePhone.ts";

/**
 * Every country's example number, in every way of writing it. The expected result is the example itself, so the test does
 * not rely on our parser or on the library's.
 */
interface Example {
  country: CountryCode;
  code: string;
  national: string;
  phone: string;
  /** The domestic notation. */
  atHome: string;
  abroad: string;
}

const examples: readonly Example[] = getCountries().flatMap((country) => {
  const parsed = parsePhoneNumberFromString(mobileExamples[country] ?? "", country);
  if (!parsed) return [];
  const { countryCallingCode: code, nationalNumber: national } = parsed;
  return {
    ...{ country, code, national, phone: `+${code}${national}` },
    ...{ atHome: parsed.formatNational(), abroad: parsed.formatInternational() },
  };
});

/**
 * The international prefixes of countries, collected by hand from their dialling rules. A country has several if callers
 * choose a carrier.
 */
const ownPrefixes: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  `AR 00; AT 00; AU 0011 0014; BB 011; BE 00; BO 00 0010; BR 0014 0015 0021 0031 0041; BY 810; CA 011; CH 00; CL 1230 1880
  CN 00; CO 005 007 009 00444; CR 00; CU 119; DE 00; DO 011; EC 00; EG 00; ES 00; FI 00 990 999; FR 00; GB 00; GT 00; GY 001
  HK 001 0060; HU 00; ID 001 007 008 009; IL 00 012 013; IN 00; IT 00; JM 011; JP 010 001010 0033010; KE 000; KH 001
  KR 001 002 00700; KZ 810; MN 001; MX 00 09; MY 00; NG 009; NL 00; NZ 00; PA 00; PE 00 191100; PH 00; PL 00; PR 011; PT 00
  PY 00; RU 810; SA 00; SE 00; SG 001 002 018; SV 00; TH 001 007; TJ 810; TM 810; TR 00; TT 011; TW 002 019; TZ 000
  UA 00 810; UG 000; US 011; UY 00; UZ 00 810; VE 00; VN 00; ZA 00`
    .split(/[;\n]/)
    .map((row) => row.trim().split(" "))
    .map(([country = "", ...prefixes]) => [country, prefixes]),
);

/** Default countries with different dialling rules. */
const callers = [
  "MX",
  "BR",
  "CO",
  "AR",
  "US",
  "ES",
  "DE",
  "JP",
  "AU",
  "HK",
  "RU",
  "KR",
  "CI",
  "IT",
];

function read(input: string, defaultCountry?: string): string {
  try {
    return normalizePhone(input, defaultCountry === undefined ? {} : { defaultCountry });
  } catch (error) {
    if (isCallsError(error)) return error.code;
    throw error;
  }
}

type Form = readonly [input: string, defaultCountry?: string];

/** Every form is read correctly or refused, and at most the given share is refused. */
function judge(formsOf: (example: Example) => readonly Form[], refusedAtMost: number): number {
  let forms = 0;
  const wrong: unknown[] = [];
  const refused: unknown[] = [];
  for (const example of examples) {
    for (const form of formsOf(example)) {
      forms++;
      const got = read(...form);
      if (got === example.phone) continue;
      (got.startsWith("+") ? wrong : refused).push([...form, got, example.phone]);
    }
  }
  expect(wrong).toEqual([]);
  expect(refused.length / forms, JSON.stringify(refused.slice(0, 20))).toBeLessThanOrEqual(
    refusedAtMost,
  );
  return forms;
}

describe("every country's example number is read correctly or refused", () => {
  test("there are enough examples and prefixes", () => {
    expect(examples.length).toBeGreaterThanOrEqual(240);
    expect(Object.keys(ownPrefixes).length).toBeGreaterThanOrEqual(60);
  });

  test("with +, for any default country", () => {
    const forms = judge(
      ({ code, national, phone, abroad }) =>
        [
          phone,
          abroad,
          abroad.replaceAll(" ", "-"),
          `(+${code}) ${national}`,
          `tel:${phone}`,
          `whatsapp:${phone}`,
          `${phone.slice(1)}@c.us`,
          `https://wa.me/${phone.slice(1)}`,
        ].flatMap((input): Form[] => [
          [input],
          ...callers.slice(0, 3).map((caller) => [input, caller] as const),
        ]),
      0,
    );
    expect(forms).toBeGreaterThan(7000);
  });

  test("in domestic notation, and without + in its own country", () => {
    judge(({ country, atHome }) => [[atHome, country]], 0);
    judge(({ country, national }) => [[national, country]], 0);
    // In a few countries with long numbers, a number with its country code but without + is also a domestic number.
    judge(({ country, code, national }) => [[`${code} ${national}`, country]], 0.02);
  });

  test("with 00", () => {
    judge(({ code, national }) => [[`00${code}${national}`], [`00 ${code} ${national}`]], 0);
    judge(
      ({ code, national }) =>
        callers.flatMap((caller): Form[] => [
          [`00${code}${national}`, caller],
          [`00 ${code} ${national}`, caller],
        ]),
      0.015,
    );
  });

  test("with the caller's own international prefix", () => {
    judge(
      ({ code, national }) =>
        Object.entries(ownPrefixes).flatMap(([caller, prefixes]) =>
          prefixes.map((prefix) => [`${prefix} ${code} ${national}`, caller] as const),
        ),
      0.01,
    );
  });

  test("with a domestic prefix after the calling code", () => {
    judge(
      ({ code, national }) => [[`+${code} (0) ${national}`], [`00${code} (0)${national}`]],
      0.015,
    );
    // In Italy and the Vatican a zero after the calling code is part of the number.
    judge(({ country, code, national, atHome }) => {
      const digits = atHome.replace(/\D/g, "");
      return digits === national || ["IT", "VA"].includes(country) ? [] : [[`+${code} ${atHome}`]];
    }, 0);
  });

  test("with its calling code, its 0 or its + doubled", () => {
    const long = ["DE", "ID", "XK"];
    judge(
      ({ country, code, national }) =>
        long.includes(country)
          ? []
          : [[`+${code} ${code} ${national}`], [`+00 ${code} ${national}`]],
      0,
    );
  });

  test("a number without its last digit is not read as a different number", () => {
    for (const { country, code, national, phone } of examples) {
      const short = national.slice(0, -1);
      const forms: readonly Form[] = [
        [`+${code} ${short}`],
        [`00${code}${short}`, "MX"],
        [`00${code}${short}`, country],
        [`011${code}${short}`, "US"],
      ];
      for (const form of forms) {
        const got = read(...form);
        if (got.startsWith("+")) expect([form, got]).toEqual([form, phone.slice(0, -1)]);
      }
    }
  });
});
