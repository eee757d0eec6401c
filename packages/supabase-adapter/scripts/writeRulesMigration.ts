import { writeFileSync } from "node:fs";
import { generateRulesSql } from "./generateRulesSql.ts";

export const rulesMigration = new URL(
  "../migrations/20261101000200_whatsapp_calls_rules.sql",
  import.meta.url,
);

if (import.meta.main) writeFileSync(rulesMigration, generateRulesSql());
