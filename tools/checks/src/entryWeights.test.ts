import { expect, test } from "vitest";
import { readEntries } from "./readEntries.ts";
import { type EntryWeight, weighEntry } from "./weighEntry.ts";

/** The most that each entry may weigh (`pnpm bench weight` prints the weights). */
const budgets: Readonly<Record<string, EntryWeight>> = {
  "@skale-calls/supabase-functions": { own: 1_700, whole: 7_000, modules: 15 },
  "@skale-calls/core": { own: 62_800, whole: 134_500, modules: 267 },
  "@skale-calls/core/internal": { own: 17_800, whole: 47_500, modules: 186 },
  "@skale-calls/core/client": { own: 8_000, whole: 8_000, modules: 12 },
  "@skale-calls/core/cost": { own: 9_300, whole: 36_500, modules: 116 },
  "@skale-calls/core/transport": { own: 7_900, whole: 44_500, modules: 141 },
  "@skale-calls/core/testing": { own: 69_000, whole: 134_500, modules: 233 },
  "@skale-calls/meta-client": { own: 7_100, whole: 61_500, modules: 335 },
  "@skale-calls/simulator": { own: 28_700, whole: 78_000, modules: 419 },
  "@skale-calls/softphone": { own: 11_200, whole: 11_500, modules: 49 },
  "@skale-calls/softphone/react": { own: 1_400, whole: 1_500, modules: 16 },
  "@skale-calls/softphone/sentences": { own: 1_600, whole: 7_000, modules: 15 },
  "@skale-calls/softphone/testing": { own: 14_700, whole: 18_000, modules: 351 },
  "@skale-calls/supabase-adapter": { own: 12_200, whole: 50_000, modules: 331 },
  "@skale-calls/supabase-adapter/postgres": { own: 1_900, whole: 6_500, modules: 287 },
  "@skale-calls/twilio-client": { own: 6_600, whole: 56_500, modules: 335 },
  "@skale-calls/twilio-client/testing": { own: 2_700, whole: 6_500, modules: 283 },
  "@skale-calls/ycloud-client": { own: 6_600, whole: 55_000, modules: 332 },
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
