import type { CallEventKind } from "../vocabulary/callEvent.ts";

/** Acts that assign a call without an agent to the agent who performed the act. */
export const takingActs = ["answered", "rejected"] as const satisfies readonly CallEventKind[];

/** True for an act that assigns the call to the agent who performed it. */
export const takesCall = (kind: CallEventKind): kind is (typeof takingActs)[number] =>
  takingActs.some((act) => act === kind);
