import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generateRulesSql } from "../scripts/generateRulesSql.ts";
import { rulesMigration } from "../scripts/writeRulesMigration.ts";

it("the rules migration is what core's tables say; if not, run scripts/writeRulesMigration.ts", () => {
  expect(readFileSync(rulesMigration, "utf8")).toBe(generateRulesSql());
});
