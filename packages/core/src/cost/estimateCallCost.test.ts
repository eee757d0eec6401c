import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { assignCountries } from "./assignCountries.ts";
import { type CallToPrice, estimateCallCost } from "./estimateCallCost.ts";
import type { RateCard } from "./rateCard.ts";
import { shippedRateCards } from "./shippedRateCards.ts";

const rateCards = assignCountries(shippedRateCards, { "Rest of Africa": ["KE"] });
const kenya: CallToPrice = {
  direction: "saliente",
  to: "+254712345678",
  seconds: 60,
  at: "2026-11-26T12:00:00Z",
  rateCards,
};
const estimate = (changes: Partial<CallToPrice>) => estimateCallCost({ ...kenya, ...changes });

test("a call of 56 seconds is ten pulses, the reference's worked figure", () => {
  expect(estimate({ seconds: 56 })).toEqual({
    amount: "0.0103",
    currency: "USD",
    pulses: 10,
    billedSeconds: 60,
    perMinute: "0.0103",
    market: "Rest of Africa",
    tier: { aboveMinutes: 0, upToMinutes: 50_000 },
    card: {
      currency: "USD",
      effectiveFrom: "2026-10-01",
      source: expect.objectContaining({ quality: "third_party" }),
    },
  });
});

test.each([
  [1, 1, "0.00103"],
  [5, 1, "0.00103"],
  [6, 1, "0.00103"],
  [6.2, 2, "0.00206"],
  [7, 2, "0.00206"],
  [54, 9, "0.00927"],
  [55, 10, "0.0103"],
  [60, 10, "0.0103"],
  [61, 11, "0.01133"],
  [3600, 600, "0.618"],
])("%s seconds are %i pulses and cost %s", (seconds, pulses, amount) => {
  expect(estimate({ seconds })).toMatchObject({ pulses, billedSeconds: pulses * 6, amount });
});

describe("each shipped market, in each tier", () => {
  const africa = ["0.0103", "0.0084", "0.0074", "0.0062", "0.0047", "0.0042"];
  const markets = [
    ["+254712345678", "2026-07-01", "Rest of Africa", "USD", africa],
    ["+254712345678", "2026-10-01", "Rest of Africa", "USD", africa],
    [
      "+995555123456",
      "2026-10-01",
      "Rest of Central & Eastern Europe",
      "USD",
      ["0.0095", "0.0076", "0.0066", "0.0058", "0.0043", "0.0037"],
    ],
    ["+5511912345678", "2026-07-01", "Brazil", "BRL", ["0.0556", "0.0350", "0.0227", "0.0175"]],
  ] as const;
  const starts = [0, 50_000, 250_000, 1_000_000, 2_500_000, 5_000_000];

  it("is in this table", () => {
    const shipped = shippedRateCards.flatMap(({ effectiveFrom, currency, markets }) =>
      markets.map(({ name, tiers }) => [
        effectiveFrom,
        name,
        currency,
        tiers.map(({ perMinute }) => perMinute),
      ]),
    );
    const table = markets.map(([, day, name, currency, prices]) => [day, name, currency, prices]);
    expect(shipped.sort()).toEqual(table.toSorted());
  });

  const rows = markets.flatMap(([to, day, market, currency, prices]) =>
    starts.map((start, index) => ({
      to,
      day,
      market,
      currency,
      start,
      end: starts[index + 1] ?? null,
      price: prices[index],
    })),
  );
  it.each(rows)("$market of $day above $start minutes costs $price", (row) => {
    const { to, day, market, currency, start, end, price } = row;
    const call = { to, at: `${day}T12:00:00Z`, seconds: 60 };
    const known =
      price === undefined
        ? { amount: null, reason: "tier_unknown", pulses: 10 }
        : {
            amount: price.replace(/0+$/, ""),
            perMinute: price,
            market,
            currency,
            tier: { aboveMinutes: start, upToMinutes: end },
          };
    // The first minute of the tier, a call that crosses its start, and its last minute.
    expect(estimate({ ...call, minutesThisMonth: start })).toMatchObject(known);
    if (start > 0) {
      expect(estimate({ ...call, minutesThisMonth: start - 0.9 })).toMatchObject(known);
    }
    if (end !== null) {
      expect(estimate({ ...call, minutesThisMonth: end - 1 })).toMatchObject(known);
    }
  });
});

test("a call that crosses a tier is priced entirely at the lower price", () => {
  const crossing = (minutesThisMonth: number | string, seconds: number) =>
    estimate({ minutesThisMonth, seconds });
  expect(crossing("49999.9", 6)).toMatchObject({ perMinute: "0.0103", amount: "0.00103" });
  expect(crossing("49999.9", 7)).toMatchObject({ perMinute: "0.0084", amount: "0.00168" });
  expect(crossing(49_990, 600)).toMatchObject({ perMinute: "0.0103", amount: "0.103" });
  expect(crossing(49_990, 601)).toMatchObject({ perMinute: "0.0084", amount: "0.08484" });
  // Across two ends at once.
  expect(crossing(49_990, 60 * 200_011)).toMatchObject({ perMinute: "0.0074" });
});

test("an incoming call and a call without an answer are free", () => {
  const nothing = { amount: "0", currency: null, pulses: 0, billedSeconds: 0 };
  expect(estimate({ direction: "entrante" })).toEqual({ ...nothing, reason: "incoming" });
  expect(estimate({ seconds: 0 })).toEqual({ ...nothing, reason: "not_answered" });
  expect(estimate({ direction: "entrante", to: null, rateCards: [] })).toMatchObject(nothing);
});

test.each<[string, Partial<CallToPrice>, string]>([
  ["a call of unknown direction", { direction: null }, "direction_unknown"],
  ["an unknown duration", { seconds: null }, "duration_unknown"],
  ["a negative duration", { seconds: -1 }, "duration_unknown"],
  ["an endless duration", { seconds: Number.POSITIVE_INFINITY }, "duration_unknown"],
  ["a duration that is no number", { seconds: Number.NaN }, "duration_unknown"],
  ["a hidden number", { to: null }, "country_unknown"],
  ["a user id", { to: "US.13491208655302741918" }, "country_unknown"],
  ["a toll-free number", { to: "+18005550123" }, "country_unknown"],
  ["Mexico, whose price was not found", { to: "+525512345678" }, "market_unknown"],
  ["the United States, whose price was not found", { to: "+14155550123" }, "market_unknown"],
  ["Brazil after its card", { to: "+5511912345678" }, "market_unknown"],
  ["a day before every card", { at: "2026-06-30T23:59:59Z" }, "no_card"],
  ["no cards", { rateCards: [] }, "no_card"],
])("%s has no price", (_, changes, reason) => {
  expect(estimate(changes)).toMatchObject({ amount: null, currency: null, reason });
});

test("without assigned countries, a group prices no call", () => {
  expect(estimate({ rateCards: shippedRateCards })).toMatchObject({ reason: "market_unknown" });
});

test.each([
  // Midnight in Mexico is 06:00 in UTC.
  ["2026-10-01T05:59:59Z", "America/Mexico_City", "2026-07-01"],
  ["2026-10-01T06:00:00Z", "America/Mexico_City", "2026-10-01"],
  ["2026-09-30T23:59:59.999Z", "UTC", "2026-07-01"],
  ["2026-10-01T00:00:00Z", "UTC", "2026-10-01"],
  ["2026-09-30T18:15:00Z", "Asia/Kathmandu", "2026-10-01"],
])("at %s in %s the card of %s applies", (at, accountTimeZone, effectiveFrom) => {
  expect(estimate({ at, accountTimeZone })).toMatchObject({ card: { effectiveFrom } });
  expect(estimate({ at: new Date(at), accountTimeZone })).toMatchObject({
    card: { effectiveFrom },
  });
});

test("a newer card replaces an older one of another currency, and only for its countries", () => {
  const source = { text: "Invented for this test.", quality: "unconfirmed" } as const;
  const card = (currency: string, effectiveFrom: string, countries: string[], price: string) => ({
    currency,
    effectiveFrom,
    markets: [{ name: "m", countries, tiers: [{ upToMinutes: null, perMinute: price }], source }],
  });
  const cards: RateCard[] = [
    card("MXN", "2027-03-01", ["MX"], "2"),
    card("USD", "2027-01-01", ["MX", "CO"], "1"),
  ];
  const price = (to: string, at: string) =>
    estimate({ to, at, rateCards: cards }) as { amount: string; currency: string };
  expect(price("+525512345678", "2027-02-28T00:00:00Z")).toMatchObject({ currency: "USD" });
  expect(price("+525512345678", "2027-03-01T00:00:00Z")).toMatchObject({ currency: "MXN" });
  expect(price("+573001234567", "2027-03-01T00:00:00Z")).toMatchObject({ currency: "USD" });
});

test("amounts are exact: no digit is lost", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_999_999 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      (price, seconds) => {
        const perMinute = `0.${String(price).padStart(7, "0")}`;
        const cost = estimate({
          seconds,
          rateCards: [
            {
              currency: "USD",
              effectiveFrom: "2026-01-01",
              markets: [
                {
                  name: "Kenya",
                  countries: ["KE"],
                  tiers: [{ upToMinutes: null, perMinute }],
                  source: { text: "Invented.", quality: "unconfirmed" },
                },
              ],
            },
          ],
        });
        const [whole = "", fraction = ""] = (cost.amount ?? "").split(".");
        const units = BigInt(whole + fraction.padEnd(8, "0"));
        expect(units).toBe(BigInt(price) * BigInt(Math.ceil(seconds / 6)));
        expect(cost.amount).not.toMatch(/\..*0$/);
      },
    ),
  );
});

test.each<[string, Partial<CallToPrice>]>([
  ["a time that does not exist", { at: "yesterday" }],
  ["an unknown time zone", { accountTimeZone: "America/Nowhere" }],
  ["negative minutes", { minutesThisMonth: -1 }],
  ["minutes that are no number", { minutesThisMonth: "many" }],
  ["endless minutes", { minutesThisMonth: Number.POSITIVE_INFINITY }],
])("%s is a RangeError", (_, changes) => {
  expect(() => estimate(changes)).toThrow(RangeError);
});
