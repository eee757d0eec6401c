import type { CallsError, Clock } from "@skale-calls/core";
import type { TypedClient } from "../callsClient.ts";
import type { ListedCall } from "../database.ts";
import type { CallChange, CallChangeKind, CallChanges } from "./callChanges.ts";
import { backOff, createPoll } from "./createPoll.ts";
import type { PageVisibility } from "./pageVisibility.ts";
import { readChangedCalls, startCallChanges } from "./readChangedCalls.ts";

/** How changes arrive. `offline`: the last reading failed. It is repeated at growing intervals. */
export type SubscriptionStatus = "realtime" | "polling" | "offline";

export interface SubscribeToCallsOptions {
  /** Only calls of this branch. Without it: every call that the agent may see. */
  branchId?: string | null;
  /**
   * Called when the reader starts during this subscription, and again after each sign-in. Changes before the call are not
   * reported. A subscription to a running reader misses no change, so its `onStart` is not called.
   */
  onStart?(): void;
  /** Called once for every call that is created or changes, in the order of the changes. */
  onChange(call: ListedCall, kind: CallChangeKind): void;
  onStatus?(status: SubscriptionStatus, error?: CallsError): void;
  /** Ends the subscription, like the returned function. */
  signal?: AbortSignal;
}

/** Milliseconds from the end of a reading to the next one. */
export interface FeedIntervals {
  /** Without Realtime, in a visible page. */
  visible: number;
  /** Without Realtime, in a hidden page. */
  hidden: number;
  /** With Realtime, as a safety net. A change is read at once, but no sooner after the last reading than `visible`. */
  realtime: number;
}

/**
 * At most 55 readings a minute, 10 in a hidden page. The limits for a whole page are 60 and 12 requests a minute: the
 * difference is for the softphone's own requests.
 */
export const defaultFeedIntervals: FeedIntervals = {
  visible: 1100,
  hidden: 6000,
  realtime: 30_000,
};

export interface FeedSettings {
  clock: Clock;
  page: PageVisibility | null;
  intervals: FeedIntervals;
  /** Returns the agent's access token. Without a token the feed sends no request. */
  getAccessToken(): Promise<string | null | undefined> | string | null | undefined;
}

export interface CallFeed {
  subscribe(options: SubscribeToCallsOptions): () => void;
}

type Client = Pick<TypedClient, "from" | "channel" | "removeChannel">;

interface FeedListener {
  tellStart(): void;
  tellChanges(changes: readonly CallChange[]): void;
  tellStatus(status: SubscriptionStatus, error?: CallsError): void;
  /** Called when nobody is signed in. */
  forgetStatus(): void;
}

/** Creates one reader of changes for all subscribers. The first subscription starts the reader; the end of the last stops it. */
export function createCallFeed(client: Client, settings: FeedSettings): CallFeed {
  const subscribers = new Set<SubscribeToCallsOptions>();
  let known: [status: SubscriptionStatus, error: CallsError | undefined] | undefined;
  let stopReader: (() => void) | undefined;

  /** Calls a listener of the page. An error in the listener stops neither the feed nor the other listeners. */
  function tell(subscriber: SubscribeToCallsOptions, act: () => void): void {
    queueMicrotask(() => {
      if (subscribers.has(subscriber)) act();
    });
  }

  function tellStart(): void {
    for (const subscriber of subscribers) tell(subscriber, () => subscriber.onStart?.());
  }

  function tellChanges(changes: readonly CallChange[]): void {
    for (const { call, kind } of changes) {
      for (const subscriber of subscribers) {
        const { branchId, onChange } = subscriber;
        if (branchId && call.branch_id !== branchId) continue;
        tell(subscriber, () => onChange(call, kind));
      }
    }
  }

  function tellStatus(status: SubscriptionStatus, error?: CallsError): void {
    if (status === known?.[0]) return;
    known = [status, error];
    for (const subscriber of subscribers)
      tell(subscriber, () => subscriber.onStatus?.(status, error));
  }

  function forgetStatus(): void {
    known = undefined;
  }

  return {
    subscribe(options) {
      const { signal } = options;
      if (signal?.aborted) return () => {};
      // A new function for each subscription, even with the same options.
      const subscriber = { ...options };
      subscribers.add(subscriber);
      const status = known;
      if (status) tell(subscriber, () => subscriber.onStatus?.(...status));
      stopReader ??= startReader(client, settings, {
        tellStart,
        tellChanges,
        tellStatus,
        forgetStatus,
      });

      function stop(): void {
        signal?.removeEventListener("abort", stop);
        if (!subscribers.delete(subscriber) || subscribers.size > 0) return;
        stopReader?.();
        stopReader = undefined;
        forgetStatus();
      }
      signal?.addEventListener("abort", stop);
      return stop;
    },
  };
}

/**
 * Reads the changes since the last reading by `updated_at`. Realtime, if it is available, only triggers a reading. So the same
 * code decides what changed, with and without Realtime, and rows are always complete (Realtime omits large columns that did
 * not change).
 */
function startReader(
  client: Client,
  { clock, page, intervals, getAccessToken }: FeedSettings,
  { tellStart, tellChanges, tellStatus, forgetStatus }: FeedListener,
): () => void {
  let changes: CallChanges | undefined;
  let isLive = false;
  let isStopped = false;
  const isHidden = () => page?.document.visibilityState === "hidden";

  const poll = createPoll({
    clock,
    async read(signal) {
      if (!(await getAccessToken())) {
        changes = undefined;
        forgetStatus();
      } else if (changes === undefined) {
        changes = await startCallChanges(client, clock, signal);
        if (!isStopped) tellStart();
      } else {
        const rows = await readChangedCalls(client, changes.since(), signal);
        if (!isStopped) tellChanges(changes.take(rows));
      }
    },
    pause(failures) {
      const slow = isHidden() ? intervals.hidden : intervals.visible;
      if (failures > 0) return Math.max(slow, backOff(intervals.visible, failures));
      return isLive ? intervals.realtime : slow;
    },
    onResult(error) {
      if (error !== null) tellStatus("offline", error as CallsError);
      else if (changes !== undefined) tellStatus(isLive ? "realtime" : "polling");
    },
  });

  const channel = client
    .channel?.(`whatsapp_calls:${Math.random().toString(36).slice(2)}`)
    .on(
      "postgres_changes",
      { event: "*", schema: "public", table: "whatsapp_calls" },
      (change: { eventType: string; old: Partial<ListedCall> }) => {
        if (isStopped) return;
        if (change.eventType === "DELETE" && change.old.id !== undefined) {
          tellChanges(changes?.remove(change.old.id) ?? []);
        }
        // In a busy company every page hears of every change: a page reads no more often than without Realtime.
        poll.wakeAfter(intervals.visible);
      },
    )
    .subscribe((state) => {
      isLive = state === "SUBSCRIBED";
      poll.wake();
    });

  const refresh = () => poll.refresh(intervals.visible);
  const onVisibility = () => (isHidden() ? poll.reschedule() : refresh());
  page?.addEventListener("visibilitychange", onVisibility);
  page?.addEventListener("online", refresh);
  poll.wake();

  return () => {
    isStopped = true;
    poll.stop();
    page?.removeEventListener("visibilitychange", onVisibility);
    page?.removeEventListener("online", refresh);
    if (channel) void client.removeChannel?.(channel);
  };
}
