import { describe, expect, it, test } from "vitest";
import { assignCountries } from "./assignCountries.ts";
import { addDecimals } from "./decimals.ts";
import type { RateCard, RateMarket } from "./rateCard.ts";
import { readRateCards } from "./readRateCards.ts";
import { shippedRateCards } from "./shippedRateCards.ts";

const market: RateMarket = {
  name: "Mexico",
  countries: ["MX"],
  tiers: [
    { upToMinutes: 50_000, perMinute: "0.02" },
    { upToMinutes: null, perMinute: "0.01" },
  ],
  source: { text: "Invented for this test.", quality: "unconfirmed" },
};
const card: RateCard = { currency: "MXN", effectiveFrom: "2027-01-01", markets: [market] };
const withMarket = (changes: object) => [{ ...card, markets: [{ ...market, ...changes }] }];
const withTiers = (...tiers: unknown[]) => withMarket({ tiers });

test("the shipped cards are valid, and every one has its source", () => {
  expect(readRateCards(shippedRateCards)).toEqual(shippedRateCards);
  expect(readRateCards(JSON.stringify(shippedRateCards))).toEqual(shippedRateCards);
});

describe("accepts", () => {
  it.each<[string, unknown]>([
    ["no cards", []],
    ["a market without countries", withMarket({ countries: [] })],
    ["tiers whose last one ends", withTiers({ upToMinutes: 10, perMinute: "1" })],
    [
      "a newer card with the same country",
      [card, { ...card, effectiveFrom: "2027-04-01" }, { ...card, effectiveFrom: "2027-07-01" }],
    ],
    [
      "a newer card in another currency, in any order",
      [
        { ...card, effectiveFrom: "2027-04-01" },
        { ...card, currency: "USD" },
      ],
    ],
    [
      "a card that begins on the day after another one ends",
      [
        { ...card, effectiveTo: "2028-02-29" },
        { ...card, effectiveFrom: "2028-03-01" },
      ],
    ],
    [
      "one market name in two currencies, and in two cards of one day",
      [
        card,
        { ...card, currency: "USD", markets: [{ ...market, countries: ["US"] }] },
        { ...card, markets: [{ ...market, name: "Brazil", countries: ["BR"] }] },
      ],
    ],
  ])("%s", (_, json) => {
    expect(readRateCards(json)).toEqual(json);
  });
});

describe("refuses", () => {
  it.each<[string, unknown, RegExp]>([
    ["what is no list", {}, /expected array/],
    ["a text that is no JSON", "[", /not valid JSON/],
    ["a number instead of a text", withTiers({ upToMinutes: null, perMinute: 0.01 }), /as a text/],
    ["a negative price", withTiers({ upToMinutes: null, perMinute: "-0.01" }), /not negative/],
    ["an exponent", withTiers({ upToMinutes: null, perMinute: "1e-2" }), /decimal number/],
    ["a comma", withTiers({ upToMinutes: null, perMinute: "0,01" }), /decimal number/],
    ["an empty price", withTiers({ upToMinutes: null, perMinute: "" }), /decimal number/],
    ["no tiers", withTiers(), /at least one tier/],
    ["missing tiers", withMarket({ tiers: undefined }), /tiers/],
    ["a tier without a price", withTiers({ upToMinutes: null }), /as a text/],
    ["a tier of no minutes", withTiers({ upToMinutes: 0, perMinute: "1" }), /0\.upToMinutes/],
    ["a tier of half a minute", withTiers({ upToMinutes: 0.5, perMinute: "1" }), /upToMinutes/],
    [
      "overlapping tiers",
      withTiers({ upToMinutes: 20, perMinute: "2" }, { upToMinutes: 20, perMinute: "1" }),
      /must end after 20 minutes/,
    ],
    [
      "a tier after the one without an end",
      withTiers({ upToMinutes: null, perMinute: "2" }, { upToMinutes: 20, perMinute: "1" }),
      /Only the last tier/,
    ],
    [
      "a price that rises",
      withTiers(
        { upToMinutes: 20, perMinute: "0.0084" },
        { upToMinutes: null, perMinute: "0.084" },
      ),
      /must not rise/,
    ],
    ["an unknown country", withMarket({ countries: ["XX"] }), /XX is not a country/],
    ["a country in small letters", withMarket({ countries: ["mx"] }), /mx is not a country/],
    ["a country twice", withMarket({ countries: ["MX", "MX"] }), /two prices for MX/],
    [
      "a country in two markets",
      [{ ...card, markets: [market, { ...market, name: "Rest of Latin America" }] }],
      /two prices for MX/,
    ],
    ["two markets with one name", [{ ...card, markets: [market, market] }], /two markets/],
    ["no markets", [{ ...card, markets: [] }], /at least one market/],
    ["a market without a source", withMarket({ source: undefined }), /source/],
    [
      "a source of unknown quality",
      withMarket({ source: { text: "x", quality: "good" } }),
      /quality/,
    ],
    ["a name that is too long", withMarket({ name: "x".repeat(201) }), /name/],
    ["a currency's sign", [{ ...card, currency: "$" }], /ISO 4217/],
    [
      "a day that does not exist",
      [{ ...card, effectiveFrom: "2027-02-29" }],
      /day of the calendar/,
    ],
    ["a time instead of a day", [{ ...card, effectiveFrom: "2027-01-01T00:00:00Z" }], /calendar/],
    ["an end before the beginning", [{ ...card, effectiveTo: "2026-12-31" }], /before it begins/],
    ["a misspelt name", [{ ...card, effectiveUntil: "2028-01-01" }], /effectiveUntil/],
    [
      "two cards of one day and currency with one market name",
      [card, { ...card, markets: [{ ...market, name: " Mexico ", countries: ["US"] }] }],
      /at 1\.markets\.0\.name: Two MXN cards of 2027-01-01 have two markets with the name Mexico/,
    ],
    [
      "two cards of one day in two currencies",
      [card, { ...card, currency: "USD" }],
      /Two cards of 2027-01-01 \(MXN and USD\) have a price for MX/,
    ],
    [
      "a card that ends after another one begins",
      [
        { ...card, effectiveTo: "2027-06-30" },
        { ...card, effectiveFrom: "2027-06-30" },
      ],
      /MX has a price in the card of 2027-01-01 until 2027-06-30, and another one from 2027-06-30/,
    ],
  ])("%s", (_, json, message) => {
    let refused: unknown;
    try {
      readRateCards(json);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({
      code: "rate_cards_invalid",
      message: expect.stringMatching(message),
    });
  });

  it("every problem at once, each with its place", () => {
    const json = [{ ...card, currency: "$", markets: [{ ...market, countries: ["XX"] }] }];
    expect(() => readRateCards(json)).toThrow(
      expect.objectContaining({
        details: [
          { path: "0.currency", message: expect.any(String) },
          { path: "0.markets.0.countries.0", message: expect.any(String) },
        ],
      }),
    );
  });
});

test("countries are added to a group in every card", () => {
  const cards = assignCountries(shippedRateCards, { "Rest of Africa": ["KE", "GH", "KE"] });
  const groups = cards.flatMap(({ markets }) =>
    markets.filter(({ name }) => name === "Rest of Africa").map(({ countries }) => countries),
  );
  expect(groups).toEqual([
    ["KE", "GH"],
    ["KE", "GH"],
  ]);
  expect(() => assignCountries(shippedRateCards, { "Rest of Asia": ["NP"] })).toThrow(
    expect.objectContaining({ code: "rate_cards_invalid" }),
  );
  expect(() => assignCountries(shippedRateCards, { "Rest of Africa": ["GE"] })).toThrow(
    /two prices for GE/,
  );
});

test.each([
  ["0.1", "0.2", "0.3"],
  ["0", "0", "0"],
  ["0.005", "0.995", "1"],
  ["999999999999999", "0.000000000000001", "999999999999999.000000000000001"],
])("%s + %s = %s", (a, b, sum) => {
  expect(addDecimals(a, b)).toBe(sum);
});
