import { CallsError } from "../vocabulary/callsError.ts";
import type { RateCard } from "./rateCard.ts";
import { readRateCards } from "./readRateCards.ts";

/**
 * Adds countries to the markets of a name in all cards. WhatsApp's price files list the countries of each group: take them
 * from there.
 *
 * @param countries ISO 3166 alpha-2, by the market's name.
 * @throws CallsError `rate_cards_invalid` if no card has such a market, or if a country is then in two markets.
 * @example assignCountries(shippedRateCards, { "Rest of Africa": ["KE", "GH"] })
 */
export function assignCountries(
  cards: readonly RateCard[],
  countries: Readonly<Record<string, readonly string[]>>,
): RateCard[] {
  const names = new Set(cards.flatMap(({ markets }) => markets.map(({ name }) => name)));
  const missing = Object.keys(countries).find((name) => !names.has(name));
  if (missing !== undefined) {
    throw new CallsError("rate_cards_invalid", {
      message: `No rate card has a market with the name ${missing}. The markets are: ${[...names].join(", ")}.`,
    });
  }
  return readRateCards(
    cards.map((card) => ({
      ...card,
      markets: card.markets.map((market) => ({
        ...market,
        countries: [...new Set([...market.countries, ...(countries[market.name] ?? [])])],
      })),
    })),
  );
}
