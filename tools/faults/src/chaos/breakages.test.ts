import { expect, test } from "vitest";
import { readProject } from "../../../../packages/supabase-adapter/test/applyMigrations.ts";
import { breakageNames, breakMigrations, createBreaker, findBreakage } from "./breakages.ts";
import { createServerPool } from "./createServerPool.ts";

test.each(breakageNames)("%s still breaks the product", async (name) => {
  const breakage = findBreakage(name);
  const isSql = breakage.every(({ file }) => file === "sql");
  expect(breakMigrations(readProject(), breakage).join() !== readProject().join()).toBe(isSql);
  if (isSql) return;
  // The bundle of the servers fails if a source has no longer the text.
  const pool = await createServerPool(0, [createBreaker(breakage)]);
  await pool.stop();
});
