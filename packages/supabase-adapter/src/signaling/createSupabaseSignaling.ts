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

/** The members of `createCallService(...)` that the signalling uses. */
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
 * Creates the signalling of `@skale-calls/softphone`. It sends acts to the call handler, and receives changes through the
 * service's subscription, which it shares with the page's lists.
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
    // `satisfies` makes the compiler report an act of the contract that is missing here.
  } satisfies Record<CallActName, (...request: never[]) => Promise<CallRow>>;
  return {
    ...signalingActs,
    ...followCalls({ calls, clock, intervals: { ...defaultFollowIntervals, ...intervals } }),
  };
}

/** Returns the call of a response. A 202 response contains a call too, but then the provider's response is missing. */
function callOf({ call, outcome }: { call?: CallRow; outcome?: "ambiguous" }): CallRow {
  if (call !== undefined && outcome === undefined) return call;
  throw new CallClientError("provider_timeout", {
    message: "The provider's answer did not arrive. The call's row will show the outcome.",
    status: 202,
    outcome: "ambiguous",
  });
}
