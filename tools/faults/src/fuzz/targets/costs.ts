import { type CallHours, findOpening, isOpen } from "@skale-calls/core";
import {
  addDecimals,
  estimateCallCost,
  readRateCards,
  shippedRateCards,
} from "@skale-calls/core/cost";
import fc from "fast-check";
import { editedSamples } from "../editValue.ts";
import { isRefused, promise, tryAct } from "../promise.ts";
import { target } from "../target.ts";

const cards = [
  shippedRateCards.slice(0, 1).map((card) => ({ ...card, markets: card.markets.slice(0, 3) })),
  [
    {
      currency: "USD",
      effectiveFrom: "2026-10-01",
      markets: [
        {
          name: "Mexico",
          countries: ["MX"],
          tiers: [
            { upToMinutes: 50_000, perMinute: "0.0103" },
            { upToMinutes: null, perMinute: "0.0093" },
          ],
          source: { text: "a test", quality: "official" },
        },
      ],
    },
  ],
];

/** The message names a wrong value of the host's own file. */
const quotesInput = true;

const decimal = /^\d+(\.\d+)?$/;
const seconds = [null, 0, 0.4, 1, 56, 3600, 1e9, Number.NaN, Number.POSITIVE_INFINITY, -5];

/** Rate cards from outside, and calls that they price. */
export const rateCards = () =>
  target({
    inputs: fc.record({
      json: editedSamples(cards),
      asText: fc.boolean(),
      to: fc.constantFrom(null, "+525512345678", "+254712345678", "+12425550123", "", "x"),
      seconds: fc.constantFrom(...seconds),
      minutes: fc.constantFrom(0, "0", "49999.9", "50000", "1e3", 1e21, -1),
    }),
    check({ json, asText, to, seconds, minutes }) {
      const read = tryAct(() => readRateCards(asText ? JSON.stringify(json) : json), quotesInput);
      if (isRefused(read)) {
        promise(read.code === "rate_cards_invalid", `cards are refused as such: ${read.code}`);
        return;
      }
      const cost = tryRange(() =>
        estimateCallCost({
          direction: "saliente",
          to,
          seconds,
          at: "2026-11-26T10:00:00Z",
          minutesThisMonth: minutes,
          rateCards: read,
        }),
      );
      if (cost === undefined || cost.amount === null) return;
      promise(decimal.test(cost.amount), "an amount is a decimal number");
      promise(
        addDecimals(cost.amount, "0") === addDecimals("0", cost.amount),
        "amounts can be added",
      );
    },
  });

/** `RangeError` is what the docs promise for a time or a number that is none. */
function tryRange<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const clock = fc
  .nat({ max: 1439 })
  .map(
    (minute) =>
      `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`,
  );
const zones = [
  "America/Mexico_City",
  "Europe/Madrid",
  "UTC",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
];

export const callHours: fc.Arbitrary<CallHours> = fc.record({
  time_zone: fc.constantFrom(...zones),
  weekly: fc.array(
    fc.record({
      day: fc.constantFrom(1, 2, 3, 4, 5, 6, 7),
      open: clock,
      close: fc.oneof(clock, fc.constant("24:00")),
    }),
    { maxLength: 6 },
  ),
  holidays: fc.array(
    fc.oneof(
      fc.record({ date: fc.constantFrom("2026-03-29", "2026-10-25", "2026-11-26") }),
      fc.record({ date: fc.constantFrom("2026-03-29", "2026-10-25"), open: clock, close: clock }),
    ),
    { maxLength: 3 },
  ),
}) as fc.Arbitrary<CallHours>;

/** Moments around the changes of the clocks, and around today. */
export const moment = fc
  .tuple(
    fc.constantFrom(
      Date.UTC(2026, 2, 28),
      Date.UTC(2026, 9, 24),
      Date.UTC(2026, 10, 25),
      Date.UTC(2027, 3, 3),
    ),
    fc.nat({ max: 3 * 24 * 60 }),
  )
  .map(([day, minute]) => new Date(day + minute * 60_000));

/** Business hours: the next opening is in the future, and the inbox is open then. */
export const hours = () =>
  target({
    inputs: fc.tuple(callHours, moment),
    check([plan, at]) {
      const isNow = isOpen(plan, at);
      const opening = findOpening(plan, at);
      promise(!isNow || opening === null, "an open inbox has no next opening");
      if (opening === null) return;
      const next = new Date(opening);
      promise(next > at, "the next opening is in the future");
      promise(isOpen(plan, next), "an inbox is open at its next opening");
      promise(
        !isOpen(plan, new Date(next.getTime() - 60_000)) || next.getTime() - at.getTime() < 60_000,
        "it is closed a minute before",
      );
    },
  });
