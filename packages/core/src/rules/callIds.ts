import type { Call } from "../vocabulary/callFacts.ts";

/**
 * Prefixes of a `call_id` that no provider assigned: `pending:<id>` for a call that we dialled and whose provider's id
 * is not known yet, `manual:<id>` for a call that an agent logged by hand. `<id>` is the row's uuid.
 */
export const callIdPrefixes = { pending: "pending:", logged: "manual:" } as const;

/** The kind of a row's `call_id`: the kind of its prefix, or `provider` for an id that the provider assigned. */
export type CallIdKind = keyof typeof callIdPrefixes | "provider";

type CallWithId = Pick<Call, "call_id">;

/**
 * @example
 * callIdKind("wacid.HBgNNTIx"); // "provider"
 * callIdKind("manual:00000000-0000-4000-8000-000000000001"); // "logged"
 */
export function callIdKind(callId: string): CallIdKind {
  if (callId.startsWith(callIdPrefixes.pending)) return "pending";
  if (callId.startsWith(callIdPrefixes.logged)) return "logged";
  return "provider";
}

/** True for a call that we dialled and whose provider's id is not known yet. */
export const isPending = ({ call_id }: CallWithId): boolean => callIdKind(call_id) === "pending";

/** True for a call that an agent logged by hand. The agent chose its status, and it has no facts. */
export const isLogged = ({ call_id }: CallWithId): boolean => callIdKind(call_id) === "logged";

/** The `call_id` of a dialled call until the provider's id is known. */
export const pendingCallId = (id: string): string => callIdPrefixes.pending + id;

/** The `call_id` of a call that is logged by hand. */
export const loggedCallId = (id: string): string => callIdPrefixes.logged + id;
