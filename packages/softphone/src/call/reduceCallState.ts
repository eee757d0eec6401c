import type { CallDirection, CallRow } from "@skale-calls/core";
import type { CallAction, CallPhase, CallState } from "./callState.ts";

type Next = CallPhase | Readonly<Partial<Record<CallDirection, CallPhase>>>;
type Transitions = Readonly<Record<CallPhase, Readonly<Partial<Record<CallAction["type"], Next>>>>>;

/** What every phase between the start and the end has in common. */
const live = (phase: CallPhase) =>
  ({
    error_reported: phase,
    muted: phase,
    interrupted: phase,
    row_read: phase,
    end: "ended",
  }) as const;

/**
 * The next phase for each phase and action. An action that is not listed under a phase has no effect in that phase.
 * `connecting` becomes `connected` as soon as the call is picked up and has media, in either order.
 */
export const transitions: Transitions = {
  idle: {
    dial: { saliente: "requesting_microphone" },
    ring: { entrante: "ringing" },
    muted: "idle",
    row_read: "idle",
    end: "ended",
  },
  requesting_microphone: {
    ...live("requesting_microphone"),
    microphone_opened: { saliente: "dialing", entrante: "connecting" },
    answer_failed: { entrante: "ringing" },
  },
  dialing: {
    ...live("dialing"),
    ring: "ringing",
    picked_up: "connecting",
    media_up: "dialing",
    media_lost: "dialing",
  },
  ringing: {
    ...live("ringing"),
    answer: { entrante: "requesting_microphone" },
    dismissed: { entrante: "ringing" },
    picked_up: { saliente: "connecting" },
    media_up: "ringing",
    media_lost: "ringing",
  },
  connecting: {
    ...live("connecting"),
    picked_up: "connecting",
    media_up: "connecting",
    media_lost: "connecting",
    answer_failed: { entrante: "ringing" },
  },
  connected: {
    ...live("connected"),
    media_lost: "reconnecting",
    silence: "connected",
  },
  reconnecting: {
    ...live("reconnecting"),
    media_up: "connected",
  },
  // After the end, the row may still change, and the result of the request to end the call may still arrive.
  ended: { error_reported: "ended", row_read: "ended", end_told: "ended" },
};

/** Returns the state after an action. Returns the same object if the action changes nothing. */
export function reduceCallState(state: CallState, action: CallAction): CallState {
  const next = transitions[state.phase][action.type];
  const phase = typeof next === "object" ? next[state.direction] : next;
  if (phase === undefined) return state;
  const effect = effectOf(state, action);
  if (phase === state.phase && hasSame(state, effect)) return state;
  const changed: CallState = { ...state, ...effect, phase };
  return isUp(changed) ? { ...changed, phase: "connected" } : changed;
}

function isUp({ phase, answeredAt, hasMedia }: CallState): boolean {
  return phase === "connecting" && answeredAt !== null && hasMedia;
}

/** True if `known` already has every value of `values`. */
function hasSame<T extends object>(known: T, values: Partial<T>): boolean {
  return Object.entries(values).every(([key, value]) => value === known[key as keyof T]);
}

/** Keeps the known row object if a new reading has the same content, so that the state does not change. */
function keepRow(known: CallRow | null, row: CallRow): CallRow {
  return known !== null && hasSame(known, row) ? known : row;
}

/** Returns the changes that an action makes to the fields other than the phase. */
function effectOf(state: CallState, action: CallAction): Partial<CallState> {
  switch (action.type) {
    case "answer":
      return { error: null, isDismissed: false };
    case "picked_up":
      return { answeredAt: state.answeredAt ?? action.at };
    case "media_up":
      return { hasMedia: true };
    case "media_lost":
      return { hasMedia: false, isSilent: false };
    case "answer_failed":
      return { error: action.error, hasMedia: false, isInterrupted: false };
    case "row_read":
      return {
        row: keepRow(state.row, action.row),
        contactPhone: action.row.contact_phone ?? state.contactPhone,
        contactName: action.row.contact_name ?? state.contactName,
      };
    case "end":
      return {
        endReason: action.reason,
        endedAt: action.at,
        hasMedia: false,
        isSilent: false,
        isInterrupted: false,
        ...(action.error && { error: action.error }),
      };
    default: {
      // The fields of the other actions are the new values of the state's fields.
      const { type: _, ...fields } = action;
      return fields;
    }
  }
}
