import { type CallPermission, permissionLimits } from "@skale-calls/core";

/** The state of a permission as the page shows it. */
export type PermissionState =
  | "unasked"
  | "notAllowed"
  | "lapsed"
  | "waiting"
  | "undelivered"
  | "temporary"
  | "permanent"
  | "rejected"
  | "revoked"
  | "revokedByWhatsapp";

export interface PermissionView {
  state: PermissionState;
  mayCall: boolean;
  /** The end of a temporary permission. */
  endsAt: string | null;
  /** How many requests WhatsApp accepts now. */
  requestsLeft: number;
  /** When WhatsApp accepts the next request; null if it accepts one now, or if the time is not known. */
  nextRequestAt: string | null;
  mayAsk: boolean;
  /** Outgoing calls in a row without a pickup, from the number at which WhatsApp warns the contact; else 0. */
  unanswered: number;
}

const isPast = (moment: string | null, now: number) => moment !== null && Date.parse(moment) <= now;

/** Reads a permission at a moment: a temporary permission may have ended, and the next request may have become possible. */
export function readPermission(permission: CallPermission, now: number): PermissionView {
  const { requests, expires_at, unanswered_calls } = permission;
  const state = stateOf(permission, now);
  const mayCall = state === "temporary" || state === "permanent";
  const isNextPossible = isPast(requests.next_at, now);
  const requestsLeft = requests.left === 0 && isNextPossible ? 1 : requests.left;
  return {
    state,
    mayCall,
    endsAt: state === "temporary" ? expires_at : null,
    requestsLeft,
    nextRequestAt: requestsLeft > 0 ? null : requests.next_at,
    mayAsk: !mayCall && requestsLeft > 0,
    unanswered: unanswered_calls >= permissionLimits.unanswered.warning ? unanswered_calls : 0,
  };
}

/** True if the newest answer is newer than the newest request: then what became of the request says nothing. */
const isDecidedLater = ({ decided_at, request }: CallPermission): boolean =>
  decided_at !== null &&
  request !== null &&
  Date.parse(decided_at) > Date.parse(request.requested_at);

function stateOf(permission: CallPermission, now: number): PermissionState {
  const { status, expires_at, decided_at, source, request } = permission;
  switch (status) {
    case "permanent":
      return "permanent";
    case "temporary":
      return isPast(expires_at, now) ? "lapsed" : "temporary";
    case "rejected":
      return "rejected";
    case "revoked":
      return source === "automatic" ? "revokedByWhatsapp" : "revoked";
    case "requested":
      return request?.status === "failed" ? "undelivered" : "waiting";
    default:
      if (request?.status === "failed" && !isDecidedLater(permission)) return "undelivered";
      if (source === "provider") return "notAllowed";
      return decided_at === null ? "unasked" : "lapsed";
  }
}
