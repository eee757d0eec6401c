import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generateRulesSql } from "../scripts/generateRulesSql.ts";
import { rulesFile } from "../scripts/writeRulesSql.ts";

it("sql/rules.sql is what core's tables say; if not, run scripts/writeRulesSql.ts", () => {
  expect(readFileSync(rulesFile, "utf8")).toBe(generateRulesSql());
});
