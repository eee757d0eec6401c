export type { CallTranscript, TranscriptSegment } from "@skale-calls/core";

// On the server: implementations of core's interfaces.

export { type AuthClient, createSupabaseAuthenticator } from "./createSupabaseAuthenticator.ts";
export { createSupabaseCallStore, type RpcClient } from "./createSupabaseCallStore.ts";
export { createSupabaseMediaQueue } from "./createSupabaseMediaQueue.ts";
export {
  createSupabaseMediaStorage,
  type SupabaseMediaStorageOptions,
} from "./createSupabaseMediaStorage.ts";
export { saveRateCards } from "./saveRateCards.ts";

// Replaying the ledger.

export type {
  EntryState,
  LedgerPlace,
  ReplayedEntry,
  ReplayFilter,
} from "./replay/ledgerEntry.ts";
export { type ReplayOptions, type ReplayProgress, replayLedger } from "./replay/replayLedger.ts";
export type { ReplayObstacle } from "./replay/rereadEntry.ts";

// In the browser: the service of the calls.

export type { CallPermissionParams, RequestCallPermissionParams } from "./callPermission.ts";
export type { CallsClient } from "./callsClient.ts";
export {
  type CallService,
  type CallServiceOptions,
  createCallService,
} from "./createCallService.ts";
export type {
  CallCosts,
  CallCostTotals,
  CostGroup,
  CurrencyAmount,
  FetchCallCostsParams,
} from "./fetchCallCosts.ts";
export type {
  CallsOfDay,
  CallsOverview,
  CallTotals,
  FetchCallsOverviewParams,
} from "./fetchCallsOverview.ts";
export type { CallToReturn, FetchCallsToReturnParams } from "./fetchCallsToReturn.ts";
export type { FetchRateCardsParams, RatesNow } from "./fetchRateCards.ts";
export type { InitiateCallParams, InitiatedCall } from "./initiateCall.ts";
export type { CallUpdate } from "./updateCall.ts";

// The list: pages, filters, live changes.

export {
  type CallFilters,
  type FilterMeaning,
  type ListFilters,
  readFilters,
} from "./list/callFilters.ts";
export {
  type CallList,
  type CallListOptions,
  type CallListState,
  createCallList,
} from "./list/createCallList.ts";
export type { CallsPage, FetchCallsPageParams } from "./list/fetchCallsPage.ts";
export { namePattern } from "./list/readSearch.ts";

// Live changes.

export type { CallChange, CallChangeKind } from "./live/callChanges.ts";
export type {
  FeedIntervals,
  SubscribeToCallsOptions,
  SubscriptionStatus,
} from "./live/createCallFeed.ts";
export type { PageVisibility } from "./live/pageVisibility.ts";

// The softphone's signalling.

export {
  createSupabaseSignaling,
  type SignalingCalls,
  type SupabaseSignalingOptions,
} from "./signaling/createSupabaseSignaling.ts";
export type { FollowIntervals } from "./signaling/followCalls.ts";

// The tables.

export type {
  AgentName,
  CallToLog,
  Database,
  Json,
  ListedCall,
  TimelineEntry,
  WhatsappCall,
  WhatsappCallClaim,
  WhatsappCallContactChange,
  WhatsappCallEvent,
  WhatsappCallHours,
  WhatsappCallMedia,
  WhatsappCallNumber,
  WhatsappCallPermission,
  WhatsappCallPermissionRequest,
  WhatsappCallRate,
  WhatsappCallRetention,
  WhatsappCallRow,
  WhatsappCallSession,
} from "./database.ts";
