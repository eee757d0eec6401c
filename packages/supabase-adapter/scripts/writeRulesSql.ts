import { writeFileSync } from "node:fs";
import { generateRulesSql } from "./generateRulesSql.ts";

export const rulesFile = new URL("../sql/rules.sql", import.meta.url);

if (import.meta.main) writeFileSync(rulesFile, generateRulesSql());
