/**
 * The names of core that only the sibling packages, their generators and their tests need. Applications must not import
 * them: they may change in any release, without a new major version.
 *
 * @packageDocumentation
 */

// HTTP.

export { readOrigin } from "./http/withCors.ts";
export { emit } from "./ports/logEvents.ts";
export { describeError } from "./useCases/describeError.ts";
export { withoutUndefined } from "./vocabulary/withoutUndefined.ts";

// Webhooks.

export { decodeText } from "./events/decodeText.ts";
export { type EventDraft, finishEvent } from "./events/eventDraft.ts";
export {
  readDuration,
  readId,
  readPhone,
  readToken,
  readTranscript,
} from "./events/fields.ts";
export { isRecord } from "./events/isRecord.ts";
export { parseJson } from "./events/parseJson.ts";
export { type PlacedSides, placeSides } from "./events/placeSides.ts";
export { readTime } from "./events/readTime.ts";
export { dialectOf } from "./parseWebhook.ts";

// Signatures.

export { hmacSha256Hex } from "./signature/hash.ts";
export { hexToBase64 } from "./signature/hexToBase64.ts";
export { hmacSha1Hex } from "./signature/hmacSha1.ts";
export { configuredSecrets, matchesAny } from "./signature/verifyMac.ts";

// Availability.

export { callHoursSchema } from "./availability/callHoursSchema.ts";

// Costs.

export { pulseSeconds } from "./cost/estimateCallCost.ts";

export { readCallingFacts } from "./whatsapp/accountFacts.ts";

// Phone numbers.

export { type AliasRule, aliasRules } from "./phone/aliasRules.ts";
export { countryPrefixes } from "./phone/findCountry.ts";
export { formerMexicanPrefixes } from "./phone/formerMexicanPrefixes.ts";
export { nanpAreaCodes, nanpSharedCodes } from "./phone/nanpAreaCodes.ts";
export { aliasPattern, phoneKey } from "./phone/phoneAliases.ts";

// The tables and steps behind the status machine.

export { factMerges, type MergeRule } from "./status/factMerges.ts";
export { factsOfEvent } from "./status/factsOfEvent.ts";
export { mergeFacts } from "./status/mergeFacts.ts";
export { type StatusCondition, statusRules } from "./status/statusRules.ts";

// The vocabulary of facts.

export { noFacts } from "./vocabulary/callFacts.ts";
export { learntSource } from "./vocabulary/callPermission.ts";
export { directionSources, endCauses, ringing } from "./vocabulary/callStatus.ts";

// The rules of calls, as data and as predicates.

export { accountKeys, isNewerFact, newestFacts } from "./rules/accounts.ts";
export { takesCall, takingActs } from "./rules/agents.ts";
export { type CallIdKind, callIdPrefixes, loggedCallId, pendingCallId } from "./rules/callIds.ts";
export {
  type CallCondition,
  type CallRule,
  type CallRuleName,
  type ColumnCondition,
  callRules,
  meets,
  type RuledCall,
  type RuledColumn,
} from "./rules/callRules.ts";
export {
  type ClaimedCall,
  type ClaimOutcome,
  type ClaimState,
  claimRules,
  judgeClaim,
  refusalKey,
} from "./rules/claims.ts";
export { isGhostOf } from "./rules/ghosts.ts";
export { ledgerBatch, passingKinds } from "./rules/ledger.ts";
export {
  mediaKinds,
  mediaSizes,
  mediaStatuses,
  mediaTypes,
  retriableMedia,
} from "./rules/media.ts";
export { permissionLimits } from "./rules/permissionLimits.ts";
export {
  isReply,
  permissionStatus,
  permissionStatuses,
  replylessSources,
  type VerdictCondition,
  verdictRules,
  verdictState,
} from "./rules/permissions.ts";
export { pickupDays } from "./rules/pickups.ts";
export { keepsSession, ringsUntil } from "./rules/sessions.ts";
export {
  type AgeRule,
  expiryRules,
  isExpired,
  isLost,
  lostRule,
  sweepLimits,
} from "./rules/sweeps.ts";
export { timeLimits } from "./rules/timeLimits.ts";
