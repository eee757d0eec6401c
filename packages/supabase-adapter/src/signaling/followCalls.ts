import type { CallRow, Clock, RemoteCall, Signaling, SignalingListener } from "@skale-calls/core";
import { mayRing } from "@skale-calls/core/client";
import { timeLimits } from "@skale-calls/core/internal";
import type { CallChangeKind } from "../live/callChanges.ts";
import { backOff, createPoll, type Poll } from "../live/createPoll.ts";
import type { SignalingCalls } from "./createSupabaseSignaling.ts";

/** Milliseconds from the end of a reading to the next one. */
export interface FollowIntervals {
  /**
   * The first ones for a call that is being dialled. Until its SDP answer is read, they grow with the time since the dial, to
   * a fifth of it, so that the answer is never read much later than it could be.
   */
  answer: number;
  /** The longest ones for a call that is being dialled. */
  dial: number;
  /** While a call rings or may ring, because only the database's clock decides when an offer has expired. */
  ringing: number;
  /** For the call that the agent has dialled or answered. The subscription reports it as well. */
  call: number;
  /** For ringing calls that the subscription has not reported. */
  safety: number;
}

export const defaultFollowIntervals: FollowIntervals = {
  answer: 50,
  dial: 500,
  ringing: 2000,
  call: 15_000,
  safety: 60_000,
};

/** Milliseconds after the last change of a call in which its offer may still arrive. */
const offerPatience = timeLimits.ring * 1000;

interface FollowOptions {
  calls: Pick<SignalingCalls, "subscribeToCalls" | "fetchRingingCalls" | "fetchLiveCalls">;
  clock: Clock;
  intervals: FollowIntervals;
}

interface FollowedCall {
  id: string;
  pace: "dial" | "call";
  /** When it was first followed. */
  since: number;
  hasAnswer: boolean;
}

/** Reports ringing calls and followed calls, using the subscription that the page's lists share. */
export function followCalls({
  calls,
  clock,
  intervals,
}: FollowOptions): Pick<Signaling, "subscribe" | "follow"> {
  const listeners = new Set<SignalingListener>();
  const followed = new Map<symbol, FollowedCall>();
  /** The calls that were reported as ringing. */
  const ringing = new Set<string>();
  /** The calls that may ring and have no offer yet, with the time of their last change. */
  const expected = new Map<string, number>();
  /** The calls that stopped ringing while the ringing calls were being read. The result may still contain them. */
  const silenced = new Set<string>();
  const failing = new Set<"changes" | "ringing" | "followed">();
  let stop = () => {};
  let polls: { ringing: Poll; followed: Poll } | undefined;

  function tell(call: RemoteCall): void {
    for (const listener of listeners) listener.onCall(call);
  }

  function report(source: "changes" | "ringing" | "followed", isFailing: boolean): void {
    const wasOnline = failing.size === 0;
    if (isFailing) failing.add(source);
    else failing.delete(source);
    const isOnline = failing.size === 0;
    if (isOnline === wasOnline) return;
    for (const listener of listeners) listener.onOnline(isOnline);
  }

  const isFollowed = (id: string) => [...followed.values()].some((call) => call.id === id);
  const awaitsAnswer = ({ pace, hasAnswer }: FollowedCall) => pace === "dial" && !hasAnswer;

  function hear(call: CallRow, kind: CallChangeKind): void {
    const { id } = call;
    const isGone = kind === "removed";
    const rings = !isGone && mayRing(call);
    if (rings) {
      if (!ringing.has(id)) expected.set(id, clock.now());
      polls?.ringing.wake();
    } else {
      expected.delete(id);
      silenced.add(id);
    }
    const hasRung = !rings && ringing.delete(id);
    if (hasRung) tell({ id, call: isGone ? null : call, session: null });
    else if (isFollowed(id)) tell(isGone ? { id, call: null, session: null } : { id, call });
    // The change may be the SDP answer, which a row does not contain.
    if ([...followed.values()].some((known) => known.id === id && awaitsAnswer(known))) {
      polls?.followed.wake();
    }
  }

  async function readRinging(signal: AbortSignal): Promise<void> {
    silenced.clear();
    const found = (await calls.fetchRingingCalls({ signal })).filter(({ id }) => !silenced.has(id));
    const now = new Set(found.map(({ id }) => id));
    const gone = [...ringing].filter((id) => !now.has(id));
    for (const call of found) {
      ringing.add(call.id);
      expected.delete(call.id);
      tell(call);
    }
    if (gone.length === 0) return;
    // An offer expires without a change of the row, and a deletion may not be reported.
    const rows = await calls.fetchLiveCalls(gone, { signal });
    for (const id of gone) {
      const call = rows.find((row) => row.id === id)?.call ?? null;
      if (ringing.delete(id)) tell({ id, call, session: null });
    }
  }

  async function readFollowed(signal: AbortSignal): Promise<void> {
    const ids = [...new Set([...followed.values()].map(({ id }) => id))];
    if (ids.length === 0) return;
    for (const { id, call, session } of await calls.fetchLiveCalls(ids, { signal })) {
      // `readRinging` decides whether an offer still rings.
      if (session?.type !== "answer") {
        tell({ id, call });
        continue;
      }
      for (const known of followed.values()) if (known.id === id) known.hasAnswer = true;
      tell({ id, call, session });
    }
  }

  function pauseRinging(failures: number): number | null {
    for (const [id, at] of expected) if (clock.now() - at > offerPatience) expected.delete(id);
    // `onStatus` starts the next reading when changes can be read again.
    if (failing.has("changes")) return null;
    if (failures > 0) return backOff(intervals.ringing, failures);
    return ringing.size + expected.size > 0 ? intervals.ringing : intervals.safety;
  }

  function pauseFollowed(failures: number): number | null {
    if (followed.size === 0) return null;
    const pause = Math.min(...[...followed.values()].map(pauseOf));
    return failures > 0 ? Math.max(pause, backOff(intervals.dial, failures)) : pause;
  }

  function pauseOf(known: FollowedCall): number {
    if (known.pace === "call") return intervals.call;
    if (!awaitsAnswer(known)) return intervals.dial;
    const waited = clock.now() - known.since;
    return Math.min(Math.max(intervals.answer, waited / 5), intervals.dial);
  }

  function start(): void {
    const started = {
      ringing: createPoll({
        clock,
        read: readRinging,
        pause: pauseRinging,
        onResult: (error) => report("ringing", error !== null),
      }),
      followed: createPoll({
        clock,
        read: readFollowed,
        pause: pauseFollowed,
        onResult: (error) => report("followed", error !== null),
      }),
    };
    polls = started;
    const stopChanges = calls.subscribeToCalls({
      onChange: hear,
      onStatus(status) {
        report("changes", status === "offline");
        if (status === "offline") return;
        // Every later change is reported. Calls that already ring are read now.
        started.ringing.refresh(0);
        started.followed.refresh(0);
      },
    });
    stop = () => {
      stopChanges();
      started.ringing.stop();
      started.followed.stop();
      polls = undefined;
      for (const known of [ringing, expected, silenced, failing]) known.clear();
    };
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) start();
      else polls?.ringing.wake();
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop();
      };
    },
    follow(id, pace) {
      const key = Symbol(id);
      followed.set(key, { id, pace, since: clock.now(), hasAnswer: false });
      polls?.followed.wake();
      return () => followed.delete(key);
    },
  };
}
