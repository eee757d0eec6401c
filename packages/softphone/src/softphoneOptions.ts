import type { Log, Signaling } from "@skale-calls/core";
import type { Timings } from "./call/timings.ts";
import type { Clock } from "./lib/clock.ts";
import type { Media } from "./media/media.ts";
import type { LocksLike } from "./page/createLine.ts";
import type { StorageLike } from "./page/liveCallMemory.ts";
import type { CreatePeerConnection, IceServer } from "./peer/peerConnection.ts";

export interface SoftphoneOptions {
  /** Such as `createSupabaseSignaling(calls)` of `@skale-calls/supabase-adapter`. */
  signaling: Signaling;
  /**
   * STUN and TURN servers. Default: a public STUN server. WhatsApp has none of its own; behind a firewall
   * that lets no UDP out, a TURN server over TLS on port 443 is needed.
   */
  iceServers?: IceServer[];
  /** Default: the browser's audio. */
  media?: Media;
  /** Default: the browser's `RTCPeerConnection`. */
  peer?: CreatePeerConnection;
  clock?: Clock;
  timings?: Partial<Timings>;
  /** Makes the uuid of an outgoing call. */
  newId?(): string;
  /** Keeps two tabs from two calls. Default: `navigator.locks`, where there is one; null: none. */
  locks?: LocksLike | null;
  /** Remembers a live call over a reload. Default: `sessionStorage`; null: none. */
  storage?: StorageLike | null;
  /** Shares with the agent's other tabs which calls were dismissed. Default: `localStorage`; null: none. */
  sharedStorage?: StorageLike | null;
  /** Tells when the page closes, and when another tab has dismissed a call. Default: the window; null: none. */
  page?: PageLike | null;
  /**
   * Told of calls by their row's id, of failed acts, errors, warnings, devices and bad quality; never an SDP, a token or
   * a number. Such as `consoleLog` of `@skale-calls/core`. Default: nothing is logged.
   */
  log?: Log;
}

/** The part of `window`. */
export interface PageLike {
  addEventListener(type: "pagehide" | "storage", listener: () => void): void;
  removeEventListener(type: "pagehide" | "storage", listener: () => void): void;
}

export const defaultIceServers: IceServer[] = [{ urls: "stun:stun.l.google.com:19302" }];

export function browserLocks(): LocksLike | undefined {
  return typeof navigator === "undefined" ? undefined : (navigator.locks as LocksLike | undefined);
}

export function browserStorage(name: "sessionStorage" | "localStorage"): StorageLike | undefined {
  try {
    return globalThis[name];
  } catch {
    // A browser may forbid a page to store anything: a reload leaves the end to WhatsApp then, and tabs do not share.
    return undefined;
  }
}

export function browserPage(): PageLike | undefined {
  return typeof window === "undefined" ? undefined : window;
}
