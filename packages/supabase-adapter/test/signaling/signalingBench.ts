import type { CallRow, RemoteCall } from "@skale-calls/core";
import { createFakeClock } from "@skale-calls/core/testing";
import type { ListedCall, SubscribeToCallsOptions, SubscriptionStatus } from "../../src/index.ts";
import {
  createSupabaseSignaling,
  type SignalingCalls,
} from "../../src/signaling/createSupabaseSignaling.ts";

export const id = "c0000000-0000-4000-8000-000000000001";
export const call = { id, status: "iniciando", direction: "entrante" } as ListedCall;
export const offer = { type: "offer", sdp: "v=0\r\n" } as const;
export const answer = { type: "answer", sdp: "v=0\r\n" } as const;

export const row = (changes: Partial<CallRow> = {}, session: RemoteCall["session"] = null) => ({
  id,
  call: { ...call, ...changes },
  session,
});

/** A service whose readings and reports the test controls. */
export function createFollowBench() {
  const clock = createFakeClock();
  /** The readings, such as `ringing` or `calls <id>`. */
  const read: string[] = [];
  const subscriptions = new Set<SubscribeToCallsOptions>();
  const server = {
    ringing: (): RemoteCall[] | Promise<RemoteCall[]> => [],
    calls: (): RemoteCall[] | Promise<RemoteCall[]> => [],
  };
  const calls: SignalingCalls = {
    api: undefined as never,
    subscribeToCalls(options) {
      subscriptions.add(options);
      queueMicrotask(() => options.onStatus?.("polling"));
      return () => subscriptions.delete(options);
    },
    async fetchRingingCalls() {
      read.push("ringing");
      return server.ringing();
    },
    async fetchLiveCalls(ids) {
      read.push(`calls ${ids.join(",")}`);
      return server.calls();
    },
  };
  const told: RemoteCall[] = [];
  const online: boolean[] = [];
  return {
    signaling: createSupabaseSignaling(calls, { clock }),
    clock,
    read,
    /** The readings since the last call of this function. */
    takeRead: () => read.splice(0),
    server,
    subscriptions,
    change(changes: Partial<CallRow>, kind: "inserted" | "updated" | "removed" = "updated") {
      for (const { onChange } of subscriptions) onChange({ ...call, ...changes }, kind);
    },
    say(status: SubscriptionStatus) {
      for (const { onStatus } of subscriptions) onStatus?.(status);
    },
    told,
    takeTold: () => told.splice(0),
    online,
    listener: {
      onCall: (remote: RemoteCall) => told.push(remote),
      onOnline: (isOnline: boolean) => online.push(isOnline),
    },
  };
}
