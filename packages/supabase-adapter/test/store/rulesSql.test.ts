import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generateRulesSql } from "../../scripts/generateRulesSql.ts";
import { rulesFile } from "../../scripts/writeMigrations.ts";

it("sql/rules.sql is what core's tables say; if not, run `pnpm migrations`", () => {
  expect(readFileSync(rulesFile, "utf8")).toBe(generateRulesSql());
});
