import type { Call } from "../vocabulary/callFacts.ts";
import { isTerminal } from "../vocabulary/callStatus.ts";
import { isLogged } from "./callIds.ts";

/** The periods for which the pickup rate is counted, in days before now. */
export const pickupDays = { days7: 7, days30: 30 } as const;
export type PickupPeriod = keyof typeof pickupDays;

/** The incoming calls of an inbox in a period. */
export interface PickupCount {
  /** Calls that were answered or are over. A call that still rings is not counted. */
  incoming: number;
  answered: number;
}

/** True for an incoming call whose pickup is decided. Calls logged by hand are not counted. */
export const countsForPickup = (
  call: Pick<Call, "direction" | "status" | "answered_at" | "call_id">,
): boolean =>
  call.direction === "entrante" &&
  !isLogged(call) &&
  (call.answered_at !== null || isTerminal(call.status));
