import type { CallEventKind } from "../vocabulary/callEvent.ts";

/** Acts with which an agent takes a call that was nobody's: the call is that agent's from then on. */
export const takingActs = ["answered", "rejected"] as const satisfies readonly CallEventKind[];

/** Whether an act gives the call to the agent who did it. */
export const takesCall = (kind: CallEventKind): kind is (typeof takingActs)[number] =>
  takingActs.some((act) => act === kind);
