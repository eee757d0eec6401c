export type { CallChangeKind } from "./callChanges.ts";
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
export type { CallsPage, FetchCallsPageParams } from "./fetchCallsPage.ts";
export type { CallToReturn, FetchCallsToReturnParams } from "./fetchCallsToReturn.ts";
export type { InitiateCallParams, InitiatedCall } from "./initiateCall.ts";
export type {
  FeedIntervals,
  SubscribeToCallsOptions,
  SubscriptionStatus,
} from "./live/createCallFeed.ts";
export type { PageLike } from "./live/pageLike.ts";
export type { CallTranscript, TranscriptSegment } from "./readTranscript.ts";
export * from "./signaling/createSupabaseSignaling.ts";
export type { FollowIntervals } from "./signaling/followCalls.ts";
export type { CallUpdate } from "./updateCall.ts";
