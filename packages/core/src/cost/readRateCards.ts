import * as z from "zod";
import { countryPrefixes } from "../phone/findCountry.ts";
import { nanpAreaCodes } from "../phone/nanpAreaCodes.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { textLengths } from "../vocabulary/textLengths.ts";
import { compareDecimals } from "./decimals.ts";
import type { RateCard } from "./rateCard.ts";

const { market: nameLength, source: sourceLength } = textLengths.whatsapp_call_rates;

/** The countries that `findCountry` returns. */
const knownCountries = new Set([
  "US",
  ...countryPrefixes.values(),
  ...Object.values(nanpAreaCodes).flatMap(Object.keys),
]);

/** At most 9 digits before and 12 after the point. */
const price = /^\d{1,9}(\.\d{1,12})?$/;

const day = z.iso.date({ error: "Write a day of the calendar, such as 2026-10-01." });

const country = z.string().refine((code) => knownCountries.has(code), {
  error: ({ input }) =>
    `${String(input).slice(0, 20)} is not a country with a calling code of its own. Use ISO 3166 alpha-2, such as MX.`,
});

const tier = z.strictObject({
  upToMinutes: z.int().positive().nullable(),
  perMinute: z
    .string({ error: 'Write the price of a minute as a text, so that no digit changes: "0.0103".' })
    .regex(price, "A price is a decimal number such as 0.0103, and not negative."),
});

const market = z.strictObject({
  name: z.string().trim().min(1).max(nameLength.most),
  countries: z.array(country).max(knownCountries.size),
  tiers: z
    .array(tier)
    .min(1, "A market needs at least one tier.")
    .max(20)
    .superRefine((tiers, context) => {
      for (const [index, { upToMinutes, perMinute }] of tiers.entries()) {
        const next = tiers[index + 1];
        if (next === undefined) break;
        const report = (message: string) =>
          context.addIssue({ code: "custom", path: [index + 1], message });
        if (upToMinutes === null) {
          report("Only the last tier may have no end.");
        } else if (next.upToMinutes !== null && next.upToMinutes <= upToMinutes) {
          report(`The tier must end after ${upToMinutes} minutes, where the tier before it ends.`);
        }
        const arePrices = price.test(perMinute) && price.test(next.perMinute);
        if (arePrices && compareDecimals(next.perMinute, perMinute) > 0) {
          report("The price must not rise: a call that crosses two tiers takes the lower price.");
        }
      }
    }),
  source: z.strictObject({
    text: z.string().trim().min(1).max(sourceLength.most),
    quality: z.enum(["official", "third_party", "unconfirmed"]),
  }),
});

const card = z
  .strictObject({
    currency: z.string().regex(/^[A-Z]{3}$/, "Use the ISO 4217 code, such as USD."),
    effectiveFrom: day,
    effectiveTo: day.optional(),
    markets: z.array(market).min(1, "A card needs at least one market.").max(300),
  })
  .superRefine(({ effectiveFrom, effectiveTo }, context) => {
    if (effectiveTo !== undefined && effectiveTo < effectiveFrom) {
      context.addIssue({
        code: "custom",
        path: ["effectiveTo"],
        message: "The card ends before it begins.",
      });
    }
  });

/** The prices of one country in one card. */
interface CountryRate {
  country: string;
  market: string;
  card: RateCard;
  path: PropertyKey[];
}

const cards = z
  .array(card)
  .max(100)
  .superRefine((read, context) => {
    for (const issue of findRepeatedNames(read as RateCard[])) {
      context.addIssue({ code: "custom", ...issue });
    }
    for (const [earlier, later] of findOverlaps(read as RateCard[])) {
      const { country, card, path } = later;
      context.addIssue({ code: "custom", path, message: describeOverlap(country, earlier, card) });
    }
  });

/**
 * Checks rate cards that come from outside: the list of cards as JSON, parsed or as a text. Each country has at most one
 * price on a day: newer cards replace older ones, in any currency, because WhatsApp bills an account in one currency.
 *
 * @throws CallsError `rate_cards_invalid`; its message names the first problem, and `details` has all of them.
 * @example
 * const rateCards = readRateCards(await readFile("rates.json", "utf8"));
 */
export function readRateCards(json: unknown): RateCard[] {
  const read = cards.safeParse(typeof json === "string" ? parse(json) : json);
  if (read.success) return read.data as RateCard[];
  const details = read.error.issues.map(({ path, message }) => ({
    path: path.map(String).join("."),
    message,
  }));
  const [first] = details;
  throw new CallsError("rate_cards_invalid", {
    message: `The rate cards are not valid${first?.path ? ` at ${first.path}` : ""}: ${first?.message}`,
    details,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CallsError("rate_cards_invalid", {
      message: "The rate cards are not valid JSON.",
      cause,
    });
  }
}

/** Finds the markets with the first day, the currency and the name of another market: the three identify a market. */
function findRepeatedNames(read: readonly RateCard[]): { path: PropertyKey[]; message: string }[] {
  const known = new Map<string, RateCard>();
  return read.flatMap((card, cardIndex) =>
    card.markets.flatMap(({ name }, index) => {
      const { currency, effectiveFrom } = card;
      const key = [effectiveFrom, currency, name].join();
      const earlier = known.get(key);
      known.set(key, card);
      if (earlier === undefined) return [];
      const cards =
        earlier === card ? "The card has" : `Two ${currency} cards of ${effectiveFrom} have`;
      const message = `${cards} two markets with the name ${name}. Make one of them, or give them two names.`;
      return [{ path: [cardIndex, "markets", index, "name"], message }];
    }),
  );
}

/** Finds the pairs of markets that price the same country on the same day, where no card is the newer one. */
function findOverlaps(read: readonly RateCard[]): [CountryRate, CountryRate][] {
  const byCountry = new Map<string, CountryRate[]>();
  for (const [cardIndex, card] of read.entries()) {
    for (const [marketIndex, { name, countries }] of card.markets.entries()) {
      for (const country of countries) {
        const path = [cardIndex, "markets", marketIndex, "countries"];
        const rates = byCountry.get(country) ?? [];
        rates.push({ country, market: name, card, path });
        byCountry.set(country, rates);
      }
    }
  }
  return [...byCountry.values()].flatMap((rates) => {
    const sorted = rates.toSorted((a, b) => (a.card.effectiveFrom < b.card.effectiveFrom ? -1 : 1));
    return sorted.flatMap((later, index): [CountryRate, CountryRate][] => {
      const earlier = sorted[index - 1];
      if (earlier === undefined) return [];
      const { effectiveFrom, effectiveTo } = earlier.card;
      const isReplaced = effectiveTo === undefined && effectiveFrom < later.card.effectiveFrom;
      const isOver = effectiveTo !== undefined && effectiveTo < later.card.effectiveFrom;
      return isReplaced || isOver ? [] : [[earlier, later]];
    });
  });
}

function describeOverlap(country: string, earlier: CountryRate, card: RateCard): string {
  const { effectiveFrom, effectiveTo, currency } = earlier.card;
  if (earlier.card === card) return `The card has two prices for ${country}.`;
  if (effectiveFrom === card.effectiveFrom) {
    return `Two cards of ${effectiveFrom} (${currency} and ${card.currency}) have a price for ${country}. Keep the currency of your account.`;
  }
  return `${country} has a price in the card of ${effectiveFrom} until ${effectiveTo}, and another one from ${card.effectiveFrom} on. End the first card before.`;
}
