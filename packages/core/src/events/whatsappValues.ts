import type { CallDirection } from "../vocabulary/callStatus.ts";

/**
 * WhatsApp's values, which YCloud and Meta share, by their token. Maps, so that a payload's
 * `constructor` finds nothing.
 */
export const directions: ReadonlyMap<string | undefined, CallDirection> = new Map([
  ["user_initiated", "entrante"],
  ["business_initiated", "saliente"],
]);

/** WhatsApp offers when the user calls, and answers our offer when we do. */
export const sdpDirections: ReadonlyMap<string | undefined, CallDirection> = new Map([
  ["offer", "entrante"],
  ["answer", "saliente"],
]);

export const statusKinds: ReadonlyMap<string | undefined, "ringing" | "accepted" | "declined"> =
  new Map([
    ["ringing", "ringing"],
    ["accepted", "accepted"],
    ["rejected", "declined"],
  ]);
