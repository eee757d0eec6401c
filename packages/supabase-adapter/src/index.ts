export type { CallChangeKind } from "./callChanges.ts";
export type { CallsClient } from "./callsClient.ts";
export * from "./createCallService.ts";
export * from "./createSupabaseAuthenticator.ts";
export * from "./createSupabaseCallStore.ts";
export * from "./database.ts";
export type { CallsPage, FetchCallsPageParams } from "./fetchCallsPage.ts";
export type { InitiateCallParams, InitiatedCall } from "./initiateCall.ts";
export type {
  SubscribeToCallsOptions,
  SubscriptionStatus,
  SubscriptionTimers,
} from "./subscribeToCalls.ts";
