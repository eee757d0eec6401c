import type { IceServer, IceServerList, Log, Signaling } from "@skale-calls/core";
import type { Timings } from "./call/timings.ts";
import type { Clock } from "./lib/clock.ts";
import type { Media } from "./media/media.ts";
import type { LocksLike } from "./page/createLine.ts";
import type { StorageLike } from "./page/createStoredIds.ts";
import type { CreatePeerConnection } from "./peer/peerConnection.ts";

export interface SoftphoneOptions {
  /** The connection with the server, such as `createSupabaseSignaling(calls)` of `@skale-calls/supabase-adapter`. */
  signaling: Signaling;
  /** STUN and TURN servers for every call. Default: a public STUN server. WhatsApp provides no such servers. */
  iceServers?: IceServer[];
  /**
   * Fetches more servers, such as `calls.fetchIceServers` of `@skale-calls/supabase-adapter`. It is called before a call,
   * and again when the credentials are about to expire. If it fails, calls use `iceServers`. Behind a firewall that blocks
   * outgoing UDP, calls need a TURN server over TLS on port 443.
   */
  fetchIceServers?: () => Promise<IceServerList>;
  /** Default: the browser's audio. */
  media?: Media;
  /** Default: the browser's `RTCPeerConnection`. */
  peer?: CreatePeerConnection;
  clock?: Clock;
  timings?: Partial<Timings>;
  /** Creates the UUID of an outgoing call. */
  newId?(): string;
  /** Prevents calls in two tabs at the same time. Default: `navigator.locks`, if the browser has it. Null: no locks. */
  locks?: LocksLike | null;
  /** Remembers a live call across a reload. Default: `sessionStorage`. Null: no storage. */
  storage?: StorageLike | null;
  /** Shares dismissed calls with the agent's other tabs. Default: `localStorage`. Null: no storage. */
  sharedStorage?: StorageLike | null;
  /** Emits events when the page closes and when another tab has dismissed a call. Default: the window. Null: no events. */
  page?: PageEvents | null;
  /**
   * Receives changes of calls (named by their row's id), failed acts, errors, warnings, the numbers of devices and bad
   * quality, but never an SDP, a token or a phone number. Example: `consoleLog` of `@skale-calls/core`. Default: no log.
   */
  log?: Log;
}

/** The part of `window` that reports when the page closes, and when another tab has written to the shared storage. */
export interface PageEvents {
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
    // A browser may forbid storage. Then the next load does not end an abandoned call, and tabs do not share dismissals.
    return undefined;
  }
}

export function browserPage(): PageEvents | undefined {
  return typeof window === "undefined" ? undefined : window;
}
