import type { RemoteCall } from "@skale-calls/core";
import { mayRing } from "@skale-calls/core/client";
import type { CallDeps } from "./call/createCallCore.ts";
import { createIceServers } from "./call/createIceServers.ts";
import { createIncomingCall } from "./call/createIncomingCall.ts";
import { createOutgoingCall } from "./call/createOutgoingCall.ts";
import type { ManagedCall } from "./call/managedCall.ts";
import type { SoftphoneCall } from "./call/softphoneCall.ts";
import { defaultTimings } from "./call/timings.ts";
import type { Diagnosis } from "./diagnose/diagnose.ts";
import { asSoftphoneError, overCodes } from "./errors/meanings.ts";
import type { SoftphoneError } from "./errors/softphoneError.ts";
import { systemClock } from "./lib/clock.ts";
import { createEmitter } from "./lib/createEmitter.ts";
import { logActs } from "./log/logActs.ts";
import { logSoftphone } from "./log/logSoftphone.ts";
import { browserMedia } from "./media/browserMedia.ts";
import type { AudioDevice } from "./media/media.ts";
import { createLine } from "./page/createLine.ts";
import { createStoredIds } from "./page/createStoredIds.ts";
import { browserPeerConnection } from "./peer/browserPeerConnection.ts";
import {
  browserLocks,
  browserPage,
  browserStorage,
  defaultIceServers,
  type SoftphoneOptions,
} from "./softphoneOptions.ts";

/** The state of a softphone. Each change of `calls`, `isOnline`, or a call's phase or dismissal creates a new object. */
export interface SoftphoneState {
  /** All calls that ring or are in progress, oldest first. */
  readonly calls: readonly SoftphoneCall[];
  /** The call that the agent has dialled or answered. An incoming call that rings is not included. */
  readonly current: SoftphoneCall | null;
  /** The call that ended last. Its state contains the reason. */
  readonly lastEnded: SoftphoneCall | null;
  /** False while the server cannot be reached. Incoming calls then do not ring here. */
  readonly isOnline: boolean;
}

export interface SoftphoneEvents {
  state: SoftphoneState;
  /** Emitted when a call begins to ring here. */
  incoming: SoftphoneCall;
  ended: SoftphoneCall;
  /** Emitted for each error. `call` is null if the error belongs to no call. */
  error: { error: SoftphoneError; call: SoftphoneCall | null };
}

export interface DialParams {
  /** A phone number with its country code. */
  to?: string;
  /** A WhatsApp user's id, for a contact whose number is not known. Either `to` or `recipient` is required. */
  recipient?: string;
  inboxId?: string;
  leadId?: string;
  /**
   * The id of the call's row: a UUID that you choose. A second `dial` with the same id returns the same call and does not
   * dial, while the call lasts and while it is unknown whether it has ended. Default: a random UUID.
   */
  id?: string;
}

export interface Softphone {
  readonly state: SoftphoneState;
  on<Name extends keyof SoftphoneEvents>(
    name: Name,
    listener: (event: SoftphoneEvents[Name]) => void,
  ): () => void;
  /** Dials immediately. The call's state shows the result: `ended` with an error if the call cannot be dialled. */
  dial(params: DialParams): SoftphoneCall;
  listDevices(): Promise<AudioDevice[]>;
  onDevicesChange(listener: () => void): () => void;
  /** Sets the microphone for the current call and for later ones. */
  setInputDevice(deviceId: string): Promise<void>;
  setOutputDevice(deviceId: string): Promise<void>;
  /** Checks whether this machine can make calls, and explains each problem. Takes up to 5 s and asks for the microphone. */
  diagnose(): Promise<Diagnosis>;
  /** Hangs up and ends all subscriptions. */
  close(): Promise<void>;
}

/**
 * Creates a phone for WhatsApp calls in the browser, without a user interface.
 *
 * @example
 * const calls = createCallService(supabase, { url, apiKey }); // @skale-calls/supabase-adapter
 * const softphone = createSoftphone({ signaling: createSupabaseSignaling(calls) });
 * softphone.on("incoming", (call) => banner.show(call.state.contactPhone, () => call.answer()));
 * const call = softphone.dial({ to: "+525512345678" });
 */
export function createSoftphone(options: SoftphoneOptions): Softphone {
  const {
    iceServers = defaultIceServers,
    fetchIceServers,
    media = browserMedia,
    peer = browserPeerConnection,
    clock = systemClock,
    newId = () => crypto.randomUUID(),
    locks = browserLocks(),
    storage = browserStorage("sessionStorage"),
    sharedStorage = browserStorage("localStorage"),
    page = browserPage(),
    log,
  } = options;
  const signaling = log ? logActs(options.signaling, log) : options.signaling;
  const line = createLine(locks, clock);
  const allTimings = { ...defaultTimings, ...options.timings };
  const readIceServers = createIceServers({
    iceServers,
    fetchIceServers,
    clock,
    cap: allTimings.gathering,
    log,
  });
  const deps: CallDeps = {
    signaling,
    media,
    createConnection: peer,
    readIceServers,
    clock,
    timings: allTimings,
    live: createStoredIds(storage, "live"),
    devices: {},
    takeLine: line.take,
  };
  const emitter = createEmitter<SoftphoneEvents>();
  const calls = new Map<string, ManagedCall>();
  /** Calls that have ended here, but may not have ended at WhatsApp. */
  const unsettled = new Map<string, ManagedCall>();
  /** The ids of calls that have ended in this tab. The server may still report them as ringing. */
  const over = new Set<string>();
  /** The calls that the agent leaves to other agents. All tabs of the browser share them. */
  const dismissed = createStoredIds(sharedStorage, "dismissed");
  const stopLog = log && logSoftphone(log, emitter.on, media);
  let state: SoftphoneState = { calls: [], current: null, lastEnded: null, isOnline: true };

  function update(changes: Partial<SoftphoneState> = {}): void {
    const all = [...calls.values()];
    state = { ...state, ...changes, calls: all, current: all.find(isOwn) ?? null };
    emitter.emit("state", state);
  }

  function add(call: ManagedCall): void {
    let { phase, isDismissed } = call.state;
    calls.set(call.id, call);
    call.on("state", (next) => {
      if (next.phase === "ended") {
        if (next.mayGoOn) unsettled.set(call.id, call);
        else unsettled.delete(call.id);
      } else if (next.phase !== phase || next.isDismissed !== isDismissed) update();
      if (next.phase === "ringing" && next.isDismissed !== isDismissed) {
        dismissed.set(call.id, next.isDismissed);
      }
      ({ phase, isDismissed } = next);
    });
    call.on("error", (error) => emitter.emit("error", { error, call }));
    call.on("ended", () => {
      calls.delete(call.id);
      over.add(call.id);
      update({ lastEnded: call });
      emitter.emit("ended", call);
    });
    update();
  }

  const find = (id: string) => calls.get(id) ?? unsettled.get(id);

  function onCall(remote: RemoteCall): void {
    const known = find(remote.id);
    if (known) known.take(remote);
    else offerCall(remote);
  }

  /** Adds an incoming call that this tab does not know yet, if it rings. */
  function offerCall({ id, call: row, session }: RemoteCall): void {
    if (session === null) over.delete(id);
    if (!row || !mayRing(row) || session?.type !== "offer" || over.has(id)) return;
    const call = createIncomingCall(deps, row, session.sdp);
    call.dismiss(dismissed.list().includes(id));
    add(call);
    if (!call.state.isDismissed) emitter.emit("incoming", call);
  }

  /** Called when another tab of this browser has dismissed a call or cancelled the dismissal. */
  function readDismissals(): void {
    for (const call of calls.values()) call.dismiss(dismissed.list().includes(call.id));
  }

  /** Ends a call that the previous page of this tab left, unless another tab holds the call. */
  async function endAbandoned(id: string): Promise<void> {
    await line.ifAbandoned(id, async () => {
      try {
        await signaling.hangUp(id);
      } catch (cause) {
        // Ignores the error if the call is already over or belongs to another agent.
        const { code } = asSoftphoneError(cause);
        if (!overCodes.has(code) && code !== "forbidden") throw cause;
      }
      deps.live.set(id, false);
    });
  }

  function leave(): void {
    for (const call of calls.values()) if (isOwn(call)) call.leave();
  }

  const unsubscribe = signaling.subscribe({
    onCall,
    onOnline(isOnline) {
      update({ isOnline });
      // The contact is still on the line. A hang-up can be repeated at any time.
      if (isOnline) for (const call of unsettled.values()) void call.hangUp();
    },
  });
  page?.addEventListener("pagehide", leave);
  if (sharedStorage) page?.addEventListener("storage", readDismissals);
  for (const id of deps.live.list()) {
    endAbandoned(id).catch((cause: unknown) =>
      emitter.emit("error", { error: asSoftphoneError(cause), call: null }),
    );
  }

  return {
    get state() {
      return state;
    },
    on: emitter.on,
    dial({ id = newId(), ...request }) {
      const known = find(id);
      if (known) return known;
      const call = createOutgoingCall(deps, { id, ...request });
      add(call);
      return call;
    },
    listDevices: media.listDevices,
    onDevicesChange: media.onDevicesChange,
    async setInputDevice(deviceId) {
      await state.current?.setInputDevice(deviceId);
      deps.devices.input = deviceId;
      log?.info("softphone: another microphone was chosen");
    },
    async setOutputDevice(deviceId) {
      await state.current?.setOutputDevice(deviceId);
      deps.devices.output = deviceId;
      log?.info("softphone: another loudspeaker was chosen");
    },
    async diagnose() {
      // Loaded on demand, because most pages never call it.
      const { diagnose } = await import("./diagnose/diagnose.ts");
      return diagnose({
        media,
        createConnection: peer,
        iceServers: await readIceServers(),
        clock,
      });
    },
    async close() {
      unsubscribe();
      stopLog?.();
      page?.removeEventListener("pagehide", leave);
      page?.removeEventListener("storage", readDismissals);
      await Promise.all([...calls.values()].filter(isOwn).map((call) => call.hangUp()));
    },
  };
}

/** True for a call that the agent has dialled or answered. An incoming call that rings has no agent yet. */
function isOwn({ state: { direction, phase } }: SoftphoneCall): boolean {
  return phase !== "ended" && !(direction === "entrante" && phase === "ringing");
}
