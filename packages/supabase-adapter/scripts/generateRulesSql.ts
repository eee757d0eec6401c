import { writeAgentRules } from "./rules/writeAgentRules.ts";
import { writeAvailabilityRules } from "./rules/writeAvailabilityRules.ts";
import { writeCallRules } from "./rules/writeCallRules.ts";
import { writeClaimRules } from "./rules/writeClaimRules.ts";
import { writeCostRules } from "./rules/writeCostRules.ts";
import { writeLengthRules } from "./rules/writeLengthRules.ts";
import { writeMediaRules } from "./rules/writeMediaRules.ts";
import { writeMergeRules } from "./rules/writeMergeRules.ts";
import { writePermissionRules } from "./rules/writePermissionRules.ts";
import { writePhoneRules } from "./rules/writePhoneRules.ts";
import { writeSessionRules } from "./rules/writeSessionRules.ts";
import { writeStatusRules } from "./rules/writeStatusRules.ts";
import { writeSweepRules } from "./rules/writeSweepRules.ts";

const concepts = [
  writePhoneRules,
  writeStatusRules,
  writeMergeRules,
  writeCallRules,
  writeClaimRules,
  writeAgentRules,
  writeSessionRules,
  writeSweepRules,
  writePermissionRules,
  writeMediaRules,
  writeCostRules,
  writeAvailabilityRules,
  writeLengthRules,
];

/**
 * Writes core's rules as SQL functions. A test checks that `sql/rules.sql` contains this text. The functions for merges and
 * for the status are in plpgsql, because every webhook calls them and plpgsql keeps its plans for the session.
 */
export function generateRulesSql(): string {
  const functions = concepts.map((write) => write());
  return `-- Generated from the rules of @skale-calls/core by \`pnpm migrations\`. Do not edit.\n\n${functions.join("\n\n")}\n`;
}
