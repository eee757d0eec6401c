import { expect, test } from "vitest";
import { readEntries } from "./readEntries.ts";
import { type EntryWeight, weighEntry } from "./weighEntry.ts";

/** The most that each entry may weigh (`pnpm bench weight` prints the weights). */
const budgets: Readonly<Record<string, EntryWeight>> = {
  "@skale-calls/supabase-functions": { own: 1_900, whole: 7_500, modules: 16 },
  "@skale-calls/core": { own: 66_600, whole: 143_000, modules: 284 },
  "@skale-calls/core/internal": { own: 18_900, whole: 50_500, modules: 198 },
  "@skale-calls/core/client": { own: 8_500, whole: 8_500, modules: 13 },
  "@skale-calls/core/cost": { own: 9_900, whole: 39_000, modules: 123 },
  "@skale-calls/core/transport": { own: 8_400, whole: 47_500, modules: 150 },
  "@skale-calls/core/testing": { own: 73_200, whole: 143_000, modules: 247 },
  "@skale-calls/meta-client": { own: 7_600, whole: 65_500, modules: 356 },
  "@skale-calls/simulator": { own: 30_500, whole: 83_000, modules: 445 },
  "@skale-calls/softphone": { own: 11_900, whole: 12_500, modules: 52 },
  "@skale-calls/softphone/react": { own: 1_500, whole: 2_000, modules: 17 },
  "@skale-calls/softphone/sentences": { own: 1_700, whole: 7_500, modules: 16 },
  "@skale-calls/softphone/testing": { own: 15_600, whole: 19_500, modules: 373 },
  "@skale-calls/supabase-adapter": { own: 13_000, whole: 53_000, modules: 351 },
  "@skale-calls/supabase-adapter/postgres": { own: 2_100, whole: 7_000, modules: 305 },
  "@skale-calls/twilio-client": { own: 7_000, whole: 60_000, modules: 356 },
  "@skale-calls/twilio-client/testing": { own: 2_900, whole: 7_000, modules: 300 },
  "@skale-calls/ycloud-client": { own: 7_000, whole: 58_500, modules: 352 },
};

const entries = readEntries();

test("every entry has a budget", () => {
  expect(Object.keys(budgets).sort()).toEqual(entries.map(({ specifier }) => specifier).sort());
});

test.each(entries)("$specifier is within its budget", async (entry) => {
  const weight = await weighEntry(entry);
  console.log(`measured: ${JSON.stringify(weight)}: ${entry.specifier}`);
  const budget = budgets[entry.specifier] ?? { own: 0, whole: 0, modules: 0 };
  for (const key of ["own", "whole", "modules"] as const) {
    expect(weight[key], key).toBeGreaterThan(0);
    expect(weight[key], key).toBeLessThanOrEqual(budget[key]);
  }
});
