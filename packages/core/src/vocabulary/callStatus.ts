/**
 * The values of a call's status, direction and end, as they are stored and sent. Statuses and directions are Spanish in
 * the database and the pages too, because the guide (the integration guide that this project implements) defines them
 * in Spanish in its section 1.
 */

export const callStatuses = [
  "iniciando",
  "en_curso",
  "completada",
  "fallida",
  "cancelada",
  "no_contestada",
] as const;
export type CallStatus = (typeof callStatuses)[number];

export const terminalStatuses = ["completada", "fallida", "cancelada", "no_contestada"] as const;
export type TerminalStatus = (typeof terminalStatuses)[number];

/** Statuses of a call that is still going on. */
export const liveStatuses = ["iniciando", "en_curso"] as const;

export const callDirections = ["entrante", "saliente"] as const;
export type CallDirection = (typeof callDirections)[number];

/**
 * Why a call ended. `declined`: the contact refused. `rejected`: the agent refused. `cancelled`: we hung up before an
 * answer. `no_answer`: nobody answered an outgoing call. `missed`: nobody answered an incoming call. `expired`: the end
 * was never reported.
 */
export const endReasons = [
  "completed",
  "failed",
  "busy",
  "declined",
  "rejected",
  "cancelled",
  "no_answer",
  "missed",
  "expired",
] as const;
export type EndReason = (typeof endReasons)[number];

/** The causes of an end that providers state, lowest rank first. Of two causes, the one with the higher rank stays. */
export const endCauses = ["no_answer", "failed", "busy", "cancelled", "completed"] as const;
export type EndCause = (typeof endCauses)[number];

/**
 * The sources of a call's direction, lowest rank first. `default` is the default direction of a flat payload, which
 * every other source replaces. `dialled` means that we dialled the call: no other source replaces it.
 */
export const directionSources = ["default", "inbox", "provider", "dialled"] as const;
export type DirectionSource = (typeof directionSources)[number];

/** An incoming call that may ring: nobody has answered it, and it has not ended. */
export const ringing = { direction: "entrante", status: "iniciando" } as const satisfies {
  direction: CallDirection;
  status: CallStatus;
};

/**
 * True for an incoming call that nobody has answered yet. It rings while its SDP offer is valid.
 *
 * @example
 * mayRing({ direction: "entrante", status: "iniciando" }); // true
 * mayRing({ direction: "saliente", status: "iniciando" }); // false
 */
export function mayRing(call: { direction: CallDirection | null; status: CallStatus }): boolean {
  return call.direction === ringing.direction && call.status === ringing.status;
}

/**
 * True if the call is over: no event can reopen it.
 *
 * @example
 * isTerminal("completada"); // true
 * isTerminal("en_curso"); // false
 */
export function isTerminal(status: CallStatus): status is TerminalStatus {
  return (terminalStatuses as readonly CallStatus[]).includes(status);
}
