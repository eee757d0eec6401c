import type { CallDirection } from "@skale-calls/core";
import { describe, expect, test } from "vitest";
import { SoftphoneError } from "../errors/softphoneError.ts";
import { createFakeSignaling } from "../testing/createFakeSignaling.ts";
import {
  type CallAction,
  type CallPhase,
  type CallState,
  callPhases,
  createCallState,
} from "./callState.ts";
import { reduceCallState, transitions } from "./reduceCallState.ts";

const error = new SoftphoneError("media_failed");
const signaling = createFakeSignaling();
const row = signaling.rows.get(signaling.ring({ row: { contact_name: "Ana" } }));
if (!row) throw new Error("no row");

const actions: { [Type in CallAction["type"]]: Extract<CallAction, { type: Type }> } = {
  dial: { type: "dial" },
  ring: { type: "ring" },
  answer: { type: "answer" },
  microphone_opened: { type: "microphone_opened" },
  picked_up: { type: "picked_up", at: 5 },
  media_up: { type: "media_up" },
  media_lost: { type: "media_lost" },
  answer_failed: { type: "answer_failed", error },
  error_reported: { type: "error_reported", error },
  muted: { type: "muted", isMuted: true },
  silence: { type: "silence", isSilent: true },
  interrupted: { type: "interrupted", isInterrupted: true },
  dismissed: { type: "dismissed", isDismissed: true },
  row_read: { type: "row_read", row },
  end: { type: "end", reason: "completed", at: 9 },
  end_told: { type: "end_told", mayGoOn: true, error },
};

/** A call in the given phase, reached by the shortest sequence of actions. */
const waysTo: Record<CallDirection, Partial<Record<CallPhase, (keyof typeof actions)[]>>> = {
  saliente: {
    idle: [],
    requesting_microphone: ["dial"],
    dialing: ["dial", "microphone_opened"],
    ringing: ["dial", "microphone_opened", "ring"],
    connecting: ["dial", "microphone_opened", "picked_up"],
    connected: ["dial", "microphone_opened", "media_up", "picked_up"],
    reconnecting: ["dial", "microphone_opened", "media_up", "picked_up", "media_lost"],
    ended: ["dial", "end"],
  },
  entrante: {
    idle: [],
    ringing: ["ring"],
    requesting_microphone: ["ring", "answer"],
    connecting: ["ring", "answer", "microphone_opened"],
    connected: ["ring", "answer", "microphone_opened", "media_up", "picked_up"],
    reconnecting: ["ring", "answer", "microphone_opened", "media_up", "picked_up", "media_lost"],
    ended: ["ring", "end"],
  },
};

function stateIn(direction: CallDirection, phase: CallPhase): CallState {
  const way = waysTo[direction][phase] ?? [];
  const state = way.reduce(
    (before, name) => reduceCallState(before, actions[name]),
    createCallState({ id: "1", direction }),
  );
  if (state.phase !== phase) throw new Error(`${direction} reached ${state.phase}, not ${phase}`);
  return state;
}

/** The next phase for each phase and action; actions that are not listed change nothing. */
const expected: Record<
  CallDirection,
  Partial<Record<CallPhase, Partial<Record<keyof typeof actions, CallPhase>>>>
> = {
  saliente: {
    idle: { dial: "requesting_microphone", end: "ended" },
    requesting_microphone: { microphone_opened: "dialing", end: "ended" },
    dialing: { ring: "ringing", picked_up: "connecting", end: "ended" },
    ringing: { picked_up: "connecting", end: "ended" },
    connecting: { media_up: "connected", end: "ended" },
    connected: { media_lost: "reconnecting", end: "ended" },
    reconnecting: { media_up: "connected", end: "ended" },
  },
  entrante: {
    idle: { ring: "ringing", end: "ended" },
    ringing: { answer: "requesting_microphone", end: "ended" },
    requesting_microphone: {
      microphone_opened: "connecting",
      answer_failed: "ringing",
      end: "ended",
    },
    connecting: { answer_failed: "ringing", end: "ended" },
    connected: { media_lost: "reconnecting", end: "ended" },
    reconnecting: { media_up: "connected", end: "ended" },
  },
};

describe.each(["saliente", "entrante"] as const)("%s", (direction) => {
  const phases = callPhases.filter((phase) => waysTo[direction][phase] !== undefined);
  describe.each(phases)("%s", (phase) => {
    test.each(Object.keys(actions) as (keyof typeof actions)[])("%s", (name) => {
      const before = stateIn(direction, phase);
      const after = reduceCallState(before, actions[name]);
      expect(after.phase).toBe(expected[direction][phase]?.[name] ?? phase);
      if (transitions[phase][name] === undefined) expect(after).toBe(before);
    });
  });
});

test.each(["saliente", "entrante"] as const)(
  "%s: a call is connected when it is picked up and has audio, in either order",
  (direction) => {
    const [start, first] =
      direction === "saliente"
        ? [stateIn(direction, "dialing"), "dialing"]
        : [stateIn(direction, "connecting"), "connecting"];
    const audioFirst = reduceCallState(start, actions.media_up);
    expect(audioFirst).toMatchObject({ phase: first, hasMedia: true, answeredAt: null });
    expect(reduceCallState(audioFirst, actions.picked_up)).toMatchObject({
      phase: "connected",
      answeredAt: 5,
    });
    const pickupFirst = reduceCallState(start, actions.picked_up);
    expect(pickupFirst).toMatchObject({ phase: "connecting", hasMedia: false });
    expect(reduceCallState(pickupFirst, actions.media_up).phase).toBe("connected");
  },
);

test("audio that is lost before the pickup must come back", () => {
  const lost = ["media_up", "media_lost", "picked_up"] as const;
  const state = lost.reduce(
    (before, name) => reduceCallState(before, actions[name]),
    stateIn("saliente", "ringing"),
  );
  expect(state).toMatchObject({ phase: "connecting", hasMedia: false });
});

test("the time of the first pickup is kept", () => {
  const connecting = stateIn("saliente", "connecting");
  const again = reduceCallState(connecting, { type: "picked_up", at: 77 });
  expect(again).toBe(connecting);
});

test("an end is final, with its reason, time and error", () => {
  const state = reduceCallState(stateIn("saliente", "connected"), { ...actions.end, error });
  expect(state).toMatchObject({ endReason: "completed", endedAt: 9, error, hasMedia: false });
  const later = reduceCallState(state, { type: "end", reason: "failed", at: 10 });
  expect(later).toBe(state);
});

test("an unchanged row changes nothing, and a new row updates the contact", () => {
  const ringing = stateIn("entrante", "ringing");
  const known = reduceCallState(ringing, actions.row_read);
  expect(known).toMatchObject({ contactName: "Ana", contactPhone: "+5215500000001", row });
  expect(reduceCallState(known, { type: "row_read", row: { ...row } })).toBe(known);
  const nameless = { ...row, contact_name: null, contact_phone: null };
  expect(reduceCallState(known, { type: "row_read", row: nameless })).toMatchObject({
    contactName: "Ana",
    contactPhone: "+5215500000001",
  });
});

test("every phase can be reached", () => {
  expect(Object.keys(waysTo.saliente).toSorted()).toEqual(callPhases.toSorted());
  expect(callPhases.filter((phase) => waysTo.entrante[phase] === undefined)).toEqual(["dialing"]);
});

test("an answer clears the error of the previous answer", () => {
  const failed = reduceCallState(stateIn("entrante", "connecting"), actions.answer_failed);
  expect(failed).toMatchObject({ phase: "ringing", error, hasMedia: false });
  expect(reduceCallState(failed, actions.answer).error).toBeNull();
});
