import type { CallRow, DialRequest, Signaling } from "@skale-calls/core";
import {
  type CallActName,
  CallClientError,
  type Clock,
  callActNames,
  createActs,
  systemClock,
} from "@skale-calls/core/client";
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
  const acts = createActs(calls.api, callActNames);
  const signalingActs = {
    dial: ({ id, to, recipient, inboxId, leadId, sdp }: DialRequest) => {
      const contact = { to, recipient };
      const body = { id, ...contact, inbox_id: inboxId ?? null, lead_id: leadId ?? null, sdp };
      return acts.dial({ body }).then(callOf);
    },
    claim: (id: string, sdp: string) => acts.claim({ id, body: { sdp } }).then(callOf),
    preAccept: (id: string, sdp: string) => acts.preAccept({ id, body: { sdp } }).then(callOf),
    accept: (id: string, sdp: string) => acts.accept({ id, body: { sdp } }).then(callOf),
    reject: (id: string) => acts.reject({ id }).then(callOf),
    hangUp: (id: string, { keepalive = false }: { keepalive?: boolean } = {}) =>
      acts.hangUp({ id, keepalive }).then(callOf),
    // A new route of the contract needs an act here to compile.
  } satisfies Record<CallActName, (...request: never[]) => Promise<CallRow>>;
  return {
    ...signalingActs,
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
