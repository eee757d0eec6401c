import type { RateCard, RateSource, RateTier } from "./rateCard.ts";

/**
 * The prices that public sources state. They are few, and none was read in Meta's own file: load the prices of your account
 * with `readRateCards`.
 *
 * - `Rest of Africa` has no countries, because the sources do not list the countries of that group: add them with
 *   `assignCountries`. `Rest of Central & Eastern Europe` has only Georgia, the one country that a source names.
 * - The price of Brazil ends on 2026-09-30, because another card applies from 2026-10-01 and nobody states its price for
 *   Brazil. Above 2,500,000 minutes the source says "and less", which is no price.
 * - Mexico, the United States, India, Indonesia, Argentina and all other markets are missing: their prices were not found.
 * - The file of 2025-08-01 is missing: only its first price for `Rest of Africa` (0.0103) is known, and not until when it
 *   applied.
 */
export const shippedRateCards: readonly RateCard[] = [
  {
    currency: "USD",
    effectiveFrom: "2026-07-01",
    effectiveTo: "2026-09-30",
    markets: [restOfAfrica()],
  },
  {
    currency: "BRL",
    effectiveFrom: "2026-07-01",
    effectiveTo: "2026-09-30",
    markets: [
      {
        name: "Brazil",
        countries: ["BR"],
        tiers: readTiers("0.0556", "0.0350", "0.0227", "0.0175"),
        source: {
          text: "Meta's rate card of 2026-07-01 in BRL, as the blog of nicochat stated in August 2026. Not confirmed with Meta.",
          quality: "unconfirmed",
        },
      },
    ],
  },
  {
    currency: "USD",
    effectiveFrom: "2026-10-01",
    markets: [
      restOfAfrica(),
      {
        name: "Rest of Central & Eastern Europe",
        countries: ["GE"],
        tiers: readTiers("0.0095", "0.0076", "0.0066", "0.0058", "0.0043", "0.0037"),
        source: {
          text: "Meta's rate card of 2026-10-01 (PDF) in USD, as a third party read it. Twilio's page of September 2026 has the same price for Georgia.",
          quality: "third_party",
        },
      },
    ],
  },
];

function restOfAfrica() {
  const source: RateSource = {
    text: "Meta's rate cards of 2026-07-01 and 2026-10-01 (CSV) in USD, as a third party read them.",
    quality: "third_party",
  };
  const tiers = readTiers("0.0103", "0.0084", "0.0074", "0.0062", "0.0047", "0.0042");
  return { name: "Rest of Africa", countries: [], tiers, source };
}

/** The tiers of Meta's cards, with the prices that are known. */
function readTiers(...prices: readonly string[]): RateTier[] {
  const ends = [50_000, 250_000, 1_000_000, 2_500_000, 5_000_000, null];
  return prices.map((perMinute, index) => ({ upToMinutes: ends[index] ?? null, perMinute }));
}
