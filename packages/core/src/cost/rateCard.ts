/** Where the prices of a market come from. */
export interface RateSource {
  /** Who published the prices and who read them, at most 500 characters. */
  text: string;
  /**
   * `official`: read in the publisher's own card. `third_party`: somebody else read that card. `unconfirmed`: the
   * publisher's card was not seen.
   */
  quality: "official" | "third_party" | "unconfirmed";
}

/** The price of a minute up to a number of minutes in a calendar month. */
export interface RateTier {
  /** The last minute of the tier; null for a tier without an end, which is the last one. */
  upToMinutes: number | null;
  /** A decimal number as a text, such as `0.0103`, so that no digit changes. */
  perMinute: string;
}

/** A country, or a group of countries, with the same prices. */
export interface RateMarket {
  /** For example `Brazil` or `Rest of Africa`. At most 200 characters. */
  name: string;
  /**
   * The countries of the market, ISO 3166 alpha-2. A group whose countries are not known has none, and prices no call until
   * `assignCountries` adds them.
   */
  countries: readonly string[];
  /**
   * In ascending order. If the last tier has an end, the price after it is unknown.
   */
  tiers: readonly RateTier[];
  source: RateSource;
}

/**
 * Prices in one currency from a day on. A newer card replaces an older one for the countries that it names. So a card may
 * contain a part of the markets.
 */
export interface RateCard {
  /** ISO 4217, such as `USD`. */
  currency: string;
  /** The first day, `YYYY-MM-DD`, in the time zone of the WhatsApp Business account. */
  effectiveFrom: string;
  /** The last day. Without it, the card applies until a newer card names the same country. */
  effectiveTo?: string;
  markets: readonly RateMarket[];
}
