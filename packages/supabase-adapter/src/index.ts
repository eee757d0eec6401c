export type { CallChange, CallChangeKind } from "./callChanges.ts";
export type { CallsClient } from "./callsClient.ts";
export * from "./createCallService.ts";
export * from "./createSupabaseAuthenticator.ts";
export * from "./createSupabaseCallStore.ts";
export * from "./database.ts";
export type {
  CallsOfDay,
  CallsOverview,
  CallTotals,
  FetchCallsOverviewParams,
} from "./fetchCallsOverview.ts";
export type { CallToReturn, FetchCallsToReturnParams } from "./fetchCallsToReturn.ts";
export type { InitiateCallParams, InitiatedCall } from "./initiateCall.ts";
export {
  type CallFilters,
  type Condition,
  type FilterMeaning,
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
export type { CallTranscript, TranscriptSegment } from "./readTranscript.ts";
export type {
  SubscribeToCallsOptions,
  SubscriptionStatus,
  SubscriptionTimers,
} from "./subscribeToCalls.ts";
export type { CallUpdate } from "./updateCall.ts";
