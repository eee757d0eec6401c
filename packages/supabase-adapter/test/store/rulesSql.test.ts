import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generateRulesSql } from "../../scripts/generateRulesSql.ts";
import { rulesFile } from "../../scripts/writeMigrations.ts";

it("sql/rules.sql is generated from core's tables; if not, run `pnpm migrations`", () => {
  expect(readFileSync(rulesFile, "utf8")).toBe(generateRulesSql());
});
