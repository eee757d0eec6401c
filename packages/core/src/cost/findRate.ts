import type { RateCard, RateMarket } from "./rateCard.ts";

/** The card and the market that price calls to a country. */
export interface Rate {
  card: RateCard;
  market: RateMarket;
}

/**
 * Finds the newest card that applies on a day and has the country.
 *
 * @param day `YYYY-MM-DD`.
 */
export function findRate(
  cards: readonly RateCard[],
  country: string,
  day: string,
): Rate | "no_card" | "market_unknown" {
  let newest: Rate | "no_card" | "market_unknown" = "no_card";
  for (const card of cards) {
    if (!appliesOn(card, day)) continue;
    if (newest === "no_card") newest = "market_unknown";
    if (typeof newest === "object" && newest.card.effectiveFrom >= card.effectiveFrom) continue;
    const market = card.markets.find(({ countries }) => countries.includes(country));
    if (market !== undefined) newest = { card, market };
  }
  return newest;
}

function appliesOn({ effectiveFrom, effectiveTo }: RateCard, day: string): boolean {
  return effectiveFrom <= day && (effectiveTo === undefined || day <= effectiveTo);
}
