import type { CallRow, Signaling } from "@skale-calls/core";
import { CallClientError, type Clock, systemClock } from "@skale-calls/core/client";
import type { CallService } from "../createCallService.ts";
import { defaultFollowIntervals, type FollowIntervals, followCalls } from "./followCalls.ts";

/** What the signalling needs of `createCallService(...)`. */
export type SignalingCalls = Pick<
  CallService,
  "api" | "subscribeToCalls" | "fetchRingingCalls" | "fetchLiveCalls"
>;

export interface SupabaseSignalingOptions {
  intervals?: Partial<FollowIntervals>;
  /** For tests. */
  clock?: Clock;
}

/**
 * The signalling of `@skale-calls/softphone`: acts through the call handler, news through the service's subscription,
 * which it shares with the page's lists.
 *
 * @example
 * const calls = createCallService(supabase, { url, apiKey });
 * const softphone = createSoftphone({ signaling: createSupabaseSignaling(calls) });
 */
export function createSupabaseSignaling(
  calls: SignalingCalls,
  { intervals, clock = systemClock }: SupabaseSignalingOptions = {},
): Signaling {
  const { api } = calls;
  return {
    async dial({ id, to, recipient, inboxId, leadId, sdp }) {
      const body = { id, to, recipient, inbox_id: inboxId ?? null, lead_id: leadId ?? null, sdp };
      return callOf(await api.send("POST /", { body }));
    },
    claim: async (id, sdp) => callOf(await api.send("POST /{id}/claim", { id, body: { sdp } })),
    preAccept: async (id, sdp) =>
      callOf(await api.send("POST /{id}/pre-accept", { id, body: { sdp } })),
    accept: async (id, sdp) => callOf(await api.send("POST /{id}/accept", { id, body: { sdp } })),
    reject: async (id) => callOf(await api.send("POST /{id}/reject", { id })),
    hangUp: async (id, { keepalive = false } = {}) =>
      callOf(await api.send("POST /{id}/hangup", { id, keepalive })),
    ...followCalls({ calls, clock, intervals: { ...defaultFollowIntervals, ...intervals } }),
  };
}

/** A 202 has a call too, of which the provider has not answered. */
function callOf({ call, outcome }: { call?: CallRow; outcome?: "ambiguous" }): CallRow {
  if (call !== undefined && outcome === undefined) return call;
  throw new CallClientError("provider_timeout", {
    message: "The provider's answer did not come. The call's row will tell what became of it.",
    status: 202,
    outcome: "ambiguous",
  });
}
