import type { CallRow, Signaling } from "@skale-calls/core";
import { isTerminal } from "@skale-calls/core/client";
import { asSoftphoneError, notOursCodes } from "../errors/meanings.ts";
import { SoftphoneError } from "../errors/softphoneError.ts";
import type { Clock } from "../lib/clock.ts";
import { createEmitter, type Emitter } from "../lib/createEmitter.ts";
import type { Media } from "../media/media.ts";
import type { StoredIds } from "../page/createStoredIds.ts";
import type { CreatePeerConnection } from "../peer/peerConnection.ts";
import { type Attempt, createAttempt } from "./attempt.ts";
import type { CallQuality } from "./callQuality.ts";
import {
  type CallAction,
  type CallEndReason,
  type CallPhase,
  type CallState,
  createCallState,
  type NewCall,
} from "./callState.ts";
import type { ReadIceServers } from "./createIceServers.ts";
import { createLeg, type Leg } from "./createLeg.ts";
import { reduceCallState } from "./reduceCallState.ts";
import type { CallEvents } from "./softphoneCall.ts";
import type { Timings } from "./timings.ts";

export interface CallDeps {
  signaling: Signaling;
  media: Media;
  createConnection: CreatePeerConnection;
  readIceServers: ReadIceServers;
  clock: Clock;
  timings: Timings;
  /** The ids of this tab's calls that are at WhatsApp. They stay when the page reloads or crashes. */
  live: StoredIds;
  /** The devices that the agent has chosen for this call and later calls. */
  devices: { input?: string; output?: string };
  /**
   * Takes the agent's line. There is one line for all tabs.
   *
   * @returns a function that releases the line.
   * @throws SoftphoneError `call_busy`, `call_elsewhere`.
   */
  takeLine(id: string): Promise<() => void>;
}

/** The functions that differ between incoming and outgoing calls. The `CallCore` calls them. */
export interface CallSide {
  /** Called when the audio connection has failed or takes too long. */
  onNoConnection(error: SoftphoneError): void;
  onQuality(quality: CallQuality): void;
  /** Called when the row shows that an agent or the contact has picked up. */
  onAnswered(row: CallRow): void;
  /** Ends the call at WhatsApp, unless WhatsApp has never received it. */
  tellEnd(): Promise<unknown>;
}

/** The part of a call that incoming and outgoing calls have in common. */
export interface CallCore {
  readonly id: string;
  readonly state: CallState;
  readonly quality: CallQuality | null;
  /** Undefined while the call has no audio. */
  readonly leg: Leg | undefined;
  readonly on: Emitter<CallEvents>["on"];
  apply(action: CallAction): void;
  readRow(row: CallRow): void;
  startAttempt(): Attempt;
  /** Takes the line and the microphone, and sets up the audio. */
  openLeg(attempt: Attempt): Promise<Leg>;
  closeAttempt(): void;
  replaceMicrophone(deviceId?: string): Promise<void>;
  pickUp(): void;
  warn(error: unknown): void;
  /** Reports an error without a change of the phase. */
  complain(error: SoftphoneError): void;
  /** Reports that our attempt to answer failed. The call still rings. */
  failAnswer(error: SoftphoneError): void;
  finish(reason: CallEndReason, error?: SoftphoneError): void;
  /**
   * Ends the call here and at WhatsApp. If the request to WhatsApp fails, the row is followed for a time, because it may
   * show the end. This function may then be called again, and the next load of the page also repeats the request.
   */
  finishAndTell(reason: CallEndReason, error?: SoftphoneError): Promise<void>;
}

export function createCallCore(
  deps: CallDeps,
  start: NewCall,
  createSide: (core: CallCore) => CallSide,
): CallCore {
  const { signaling, clock, timings, live, devices } = deps;
  const emitter = createEmitter<CallEvents>();
  let state = createCallState(start);
  let quality: CallQuality | null = null;
  let attempt: Attempt | undefined;
  let leg: Leg | undefined;
  let cancelDeadline = () => {};
  let connectedAt = 0;
  let endError: SoftphoneError | null = null;
  let telling: Promise<void> | undefined;
  let stopSettling = () => {};

  /** The time limit of each phase, and the function that runs when the time is over. */
  const deadlines: Partial<Record<CallPhase, [number, () => void]>> = {
    connecting: [timings.connecting, () => side.onNoConnection(new SoftphoneError("media_failed"))],
    reconnecting: [
      timings.reconnecting,
      () => void finishAndTell("connection_lost", new SoftphoneError("connection_lost")),
    ],
    ...(start.direction === "entrante" && { ringing: [timings.ringing, () => finish("missed")] }),
  };

  function apply(action: CallAction): void {
    const before = state;
    state = reduceCallState(state, action);
    if (state === before) return;
    if (state.phase !== before.phase) {
      cancelDeadline();
      const deadline = deadlines[state.phase];
      cancelDeadline = deadline ? clock.after(...deadline) : () => {};
      if (state.phase === "connected") connectedAt = clock.now();
    }
    emitter.emit("state", state);
  }

  function readRow(row: CallRow): void {
    apply({ type: "row_read", row });
    const isOver = isTerminal(row.status);
    if (state.phase === "ended") {
      if (isOver && state.mayGoOn) settle();
    } else if (isOver) {
      live.set(start.id, false);
      finish(row.end_reason ?? "completed");
    } else if (row.answered_at !== null) {
      side.onAnswered(row);
    }
  }

  function complain(
    error: SoftphoneError,
    type: "error_reported" | "answer_failed" = "error_reported",
  ): void {
    apply({ type, error });
    emitter.emit("error", error);
  }

  function warn(error: unknown): void {
    emitter.emit("warning", asSoftphoneError(error));
  }

  function finish(reason: CallEndReason, error?: SoftphoneError): void {
    if (state.phase === "ended") return;
    apply({ type: "end", reason, at: clock.now(), ...(error && { error }) });
    endError = state.error;
    closeAttempt();
    if (error) emitter.emit("error", error);
    emitter.emit("ended", { reason, error: error ?? null });
  }

  async function finishAndTell(reason: CallEndReason, error?: SoftphoneError): Promise<void> {
    if (state.phase !== "ended") finish(reason, error);
    else if (!state.mayGoOn) return telling;
    telling ??= tellEnd().finally(() => {
      telling = undefined;
    });
    return telling;
  }

  async function tellEnd(): Promise<void> {
    try {
      await side.tellEnd();
      settle();
    } catch (failure) {
      const error = asSoftphoneError(failure);
      const mayGoOn = !notOursCodes.has(error.code);
      apply({ type: "end_told", mayGoOn, error });
      emitter.emit("error", error);
      if (mayGoOn) followEnd();
    }
  }

  /** Follows the row, which shows whether the call has ended at WhatsApp. */
  function followEnd(): void {
    stopSettling();
    const unfollow = signaling.follow(start.id, "call");
    const cancel = clock.after(timings.settling, unfollow);
    stopSettling = () => {
      cancel();
      unfollow();
    };
  }

  /** Records that the call has ended at WhatsApp too. */
  function settle(): void {
    stopSettling();
    live.set(start.id, false);
    apply({ type: "end_told", mayGoOn: false, error: endError });
  }

  function closeAttempt(): void {
    attempt?.close();
    attempt = undefined;
    leg = undefined;
  }

  async function openLeg(current: Attempt): Promise<Leg> {
    current.onClose(await current.keep(deps.takeLine(start.id), (free) => free()));
    const reading = deps.readIceServers();
    const microphone = await current.keep(openMicrophone(), (track) => track.stop());
    current.onClose(() => microphone.stop());
    const iceServers = await current.keep(reading);
    leg = createLeg({
      ...deps,
      microphone,
      iceServers,
      outputDevice: devices.output,
      onMedia,
      onQuality,
      reopenMicrophone: replaceMicrophone,
      onInterrupted,
      onError: warn,
    });
    current.onClose(leg.close);
    apply({ type: "microphone_opened" });
    return leg;
  }

  /** Opens the microphone that the agent has chosen, or the default one if the chosen one no longer exists. */
  async function openMicrophone(): Promise<MediaStreamTrack> {
    const { input } = devices;
    try {
      return await deps.media.openMicrophone(input);
    } catch (error) {
      const isMissing = asSoftphoneError(error).code === "microphone_missing";
      if (input === undefined || !isMissing) throw error;
      return deps.media.openMicrophone();
    }
  }

  async function replaceMicrophone(deviceId?: string): Promise<void> {
    const current = leg;
    if (!current) return;
    const track = await (deviceId === undefined
      ? openMicrophone()
      : deps.media.openMicrophone(deviceId));
    if (leg === current) await current.replaceMicrophone(track);
    else track.stop();
  }

  function onInterrupted(isInterrupted: boolean): void {
    if (isInterrupted && !state.isInterrupted) warn(new SoftphoneError("microphone_interrupted"));
    apply({ type: "interrupted", isInterrupted });
  }

  function onMedia(media: "up" | "lost" | "failed"): void {
    if (media === "failed") side.onNoConnection(new SoftphoneError("media_failed"));
    else apply({ type: `media_${media}` });
  }

  function onQuality(next: CallQuality): void {
    quality = next;
    emitter.emit("quality", next);
    side.onQuality(next);
    if (state.phase !== "connected") return;
    const silence = clock.now() - Math.max(connectedAt, next.lastHeardAt ?? 0);
    const isSilent = silence >= timings.silence;
    if (isSilent && !state.isSilent) warn(new SoftphoneError("no_media"));
    apply({ type: "silence", isSilent });
  }

  const core: CallCore = {
    id: start.id,
    get state() {
      return state;
    },
    get quality() {
      return quality;
    },
    get leg() {
      return leg;
    },
    on: emitter.on,
    apply,
    readRow,
    startAttempt() {
      attempt = createAttempt();
      return attempt;
    },
    openLeg,
    closeAttempt,
    replaceMicrophone,
    pickUp() {
      if (state.answeredAt !== null) return;
      apply({ type: "picked_up", at: clock.now() });
      leg?.setAudible(!state.isMuted);
      attempt?.follow(signaling.follow(start.id, "call"));
    },
    warn,
    complain,
    failAnswer: (error) => complain(error, "answer_failed"),
    finish,
    finishAndTell,
  };
  const side = createSide(core);
  return core;
}
