import type { CallRow, Clock, RemoteCall, Signaling, SignalingListener } from "@skale-calls/core";
import type { CallApi } from "./callApi.ts";

/**
 * What tells that calls have changed: the shape of `createCallService(...)` in
 * `@skale-calls/supabase-adapter`.
 */
export interface CallFeed {
  subscribeToCalls(options: { onChange(call: CallRow, kind: string): void }): () => void;
}

/** Milliseconds between two readings. */
export interface Intervals {
  /** For calls that ring, without a feed. */
  ringing: number;
  /** For a call being dialled, whose SDP answer is awaited. */
  dial: number;
  /** For one's own call, without a feed. */
  call: number;
  /** For what a feed tells of as well. */
  safety: number;
}

export const defaultIntervals: Intervals = { ringing: 1000, dial: 500, call: 1000, safety: 15_000 };

const slowest = 30_000;

interface FollowOptions {
  api: Pick<CallApi, "readRinging" | "readCalls">;
  feed?: CallFeed;
  clock: Clock;
  intervals: Intervals;
}

/** Reads calls that ring and calls that are followed, each in its own rhythm. */
export function followCalls({
  api,
  feed,
  clock,
  intervals,
}: FollowOptions): Pick<Signaling, "subscribe" | "follow"> {
  const listeners = new Set<SignalingListener>();
  const followed = new Map<symbol, { id: string; pace: "dial" | "call" }>();
  let ringing: ReadonlySet<string> = new Set();
  let isOnline = true;
  let stopFeed: (() => void) | undefined;

  function tell(call: RemoteCall): void {
    for (const listener of listeners) listener.onCall(call);
  }

  function setOnline(next: boolean): void {
    if (next === isOnline) return;
    isOnline = next;
    for (const listener of listeners) listener.onOnline(next);
  }

  async function readRinging(): Promise<void> {
    const found = (await api.readRinging()) ?? [];
    const now = new Set(found.map(({ id }) => id));
    const gone = [...ringing].filter((id) => !now.has(id));
    ringing = now;
    for (const call of found) tell(call);
    if (gone.length === 0) return;
    // Why it rings no longer stands in its row.
    const rows = await api.readCalls(gone);
    for (const id of gone) {
      const call = rows.find((row) => row.id === id)?.call ?? null;
      tell({ id, call, session: null });
    }
  }

  async function readFollowed(): Promise<void> {
    const ids = [...new Set([...followed.values()].map(({ id }) => id))];
    for (const { id, call, session } of await api.readCalls(ids)) {
      // Whether an offer still rings is the other reading's to say.
      tell(session?.type === "answer" ? { id, call, session } : { id, call });
    }
  }

  const ringingLoop = createLoop({
    clock,
    onOnline: setOnline,
    read: readRinging,
    pause: () => (feed ? intervals.safety : intervals.ringing),
  });
  const followLoop = createLoop({
    clock,
    onOnline: setOnline,
    read: readFollowed,
    pause() {
      const paces = [...followed.values()].map(({ pace }) => pace);
      if (paces.length === 0) return null;
      if (paces.includes("dial")) return intervals.dial;
      return feed ? intervals.safety : intervals.call;
    },
  });

  function hear(call: CallRow): void {
    const isFollowed = [...followed.values()].some(({ id }) => id === call.id);
    if (isFollowed) followLoop.wake();
    if (call.direction === "entrante" && (call.status === "iniciando" || ringing.has(call.id))) {
      ringingLoop.wake();
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        stopFeed = feed?.subscribeToCalls({ onChange: hear });
        ringingLoop.wake();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stopFeed?.();
        ringing = new Set();
        ringingLoop.stop();
        followLoop.stop();
      };
    },
    follow(id, pace) {
      const key = Symbol(id);
      followed.set(key, { id, pace });
      followLoop.wake();
      return () => followed.delete(key);
    },
  };
}

interface LoopOptions {
  clock: Clock;
  read(): Promise<void>;
  /** Milliseconds to the next reading; null: none is needed. */
  pause(): number | null;
  onOnline(isOnline: boolean): void;
}

/** Reads now when woken and again after each pause; never two readings at once. */
function createLoop({ clock, read, pause, onOnline }: LoopOptions) {
  let cancel: (() => void) | undefined;
  let isReading = false;
  let isWoken = false;
  let isStopped = false;
  let failures = 0;

  async function run(): Promise<void> {
    isReading = true;
    cancel?.();
    do {
      isWoken = false;
      try {
        await read();
        failures = 0;
        if (!isStopped) onOnline(true);
      } catch {
        // Told to the listener as offline; what was missed is read next time.
        failures++;
        isWoken = false;
        if (!isStopped) onOnline(false);
      }
    } while (isWoken && !isStopped);
    isReading = false;
    const next = pause();
    if (isStopped || next === null) return;
    cancel = clock.after(failures > 0 ? Math.min(next * 2 ** failures, slowest) : next, run);
  }

  return {
    wake(): void {
      isStopped = false;
      if (isReading) isWoken = true;
      else void run();
    },
    stop(): void {
      isStopped = true;
      cancel?.();
    },
  };
}
