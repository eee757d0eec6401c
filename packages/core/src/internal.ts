/**
 * What the sibling packages, their generators and their tests need of core beside its public names. Not for
 * applications: these names change in any release, without a major version.
 *
 * @packageDocumentation
 */

// HTTP.

export { readOrigin } from "./http/withCors.ts";

// Webhooks.

export { dialectOf } from "./parseWebhook.ts";

// Phone numbers.

export { type AliasRule, aliasRules } from "./phone/aliasRules.ts";
export { aliasPattern, phoneKey } from "./phone/phoneAliases.ts";

// The tables and steps behind the status machine.

export { factMerges, type MergeRule } from "./status/factMerges.ts";
export { factsOfEvent } from "./status/factsOfEvent.ts";
export { mergeFacts } from "./status/mergeFacts.ts";
export { type StatusCondition, statusRules } from "./status/statusRules.ts";

// The vocabulary of facts.

export { noFacts } from "./vocabulary/callFacts.ts";
export { endCauses } from "./vocabulary/callStatus.ts";
