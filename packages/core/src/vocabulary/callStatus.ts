/**
 * Wire values of a call's status, direction and end. The values are Spanish, as the database, the
 * pages and the guide (section 1) have them; they are stored and sent as they stand here.
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
 * Why a call ended. `declined`: the contact refused. `rejected`: the agent refused. `cancelled`: we
 * hung up before an answer. `no_answer`: outgoing. `missed`: incoming. `expired`: its end never came.
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

/** What a provider said of the end, lowest rank first; of two, the higher stays. */
export const endCauses = ["no_answer", "failed", "busy", "cancelled", "completed"] as const;
export type EndCause = (typeof endCauses)[number];

/**
 * Where a call's direction is known from, lowest rank first: the default for a flat payload is no
 * fact and gives way to anything, what we dialled ourselves gives way to nothing.
 */
export const directionSources = ["default", "inbox", "provider", "dialled"] as const;
export type DirectionSource = (typeof directionSources)[number];

/**
 * True when no event can bring the call back to life.
 *
 * @example
 * isTerminal("completada"); // true
 * isTerminal("en_curso"); // false
 */
export function isTerminal(status: CallStatus): status is TerminalStatus {
  return (terminalStatuses as readonly CallStatus[]).includes(status);
}
