import type { RemoteCall } from "@skale-calls/core";
import type { CallDeps } from "./call/createCallCore.ts";
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
import { createDismissals } from "./page/createDismissals.ts";
import { createLine } from "./page/createLine.ts";
import { createLiveCallMemory } from "./page/liveCallMemory.ts";
import { browserPeerConnection } from "./peer/browserPeerConnection.ts";
import {
  browserLocks,
  browserPage,
  browserStorage,
  defaultIceServers,
  type SoftphoneOptions,
} from "./softphoneOptions.ts";

/** What a softphone is at a moment; a new object for each change of a call's phase. */
export interface SoftphoneState {
  /** All that ring or go on, oldest first. */
  readonly calls: readonly SoftphoneCall[];
  /** The agent's own call: not one that merely rings. */
  readonly current: SoftphoneCall | null;
  /** The call that ended last, and why is in its state. */
  readonly lastEnded: SoftphoneCall | null;
  /** False while the server cannot be reached: calls ring unheard. */
  readonly isOnline: boolean;
}

export interface SoftphoneEvents {
  state: SoftphoneState;
  /** A call begins to ring here. */
  incoming: SoftphoneCall;
  ended: SoftphoneCall;
  /** Of any call, and of what is no call's. */
  error: { error: SoftphoneError; call: SoftphoneCall | null };
}

export interface DialParams {
  /** A phone number with its country code. */
  to?: string;
  /** A WhatsApp user's id, for a contact whose number is not known; one of the two is needed. */
  recipient?: string;
  inboxId?: string;
  leadId?: string;
  /** A uuid of your own: the id of the row. */
  id?: string;
}

export interface Softphone {
  readonly state: SoftphoneState;
  on<Name extends keyof SoftphoneEvents>(
    name: Name,
    listener: (event: SoftphoneEvents[Name]) => void,
  ): () => void;
  /** Dials at once, and tells by the call's state what comes of it: `ended` with an error when it cannot. */
  dial(params: DialParams): SoftphoneCall;
  listDevices(): Promise<AudioDevice[]>;
  onDevicesChange(listener: () => void): () => void;
  /** For the call going on, and for later ones. */
  setInputDevice(deviceId: string): Promise<void>;
  setOutputDevice(deviceId: string): Promise<void>;
  /** Whether this machine can call, and what to do if not. Takes up to 5 s, and asks for the microphone. */
  diagnose(): Promise<Diagnosis>;
  /** Hangs up and listens no more. */
  close(): Promise<void>;
}

/**
 * A phone for WhatsApp calls in the browser, without a user interface.
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
  const line = createLine(locks ?? undefined, clock);
  const deps: CallDeps = {
    signaling,
    media,
    createConnection: peer,
    iceServers,
    clock,
    timings: { ...defaultTimings, ...options.timings },
    memory: createLiveCallMemory(storage ?? undefined),
    devices: {},
    takeLine: line.take,
  };
  const emitter = createEmitter<SoftphoneEvents>();
  const calls = new Map<string, ManagedCall>();
  /** Ended here, and perhaps not at WhatsApp. */
  const unsettled = new Map<string, ManagedCall>();
  /** Over for this tab, while the server still says that they ring. */
  const over = new Set<string>();
  const dismissals = createDismissals(sharedStorage ?? undefined);
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
        dismissals.set(call.id, next.isDismissed);
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

  function onCall(remote: RemoteCall): void {
    const known = calls.get(remote.id) ?? unsettled.get(remote.id);
    if (known) known.take(remote);
    else offerCall(remote);
  }

  /** A call that is not known here: it may ring. */
  function offerCall({ id, call: row, session }: RemoteCall): void {
    if (session === null) over.delete(id);
    const rings =
      row?.direction === "entrante" && row.status === "iniciando" && session?.type === "offer";
    if (!rings || over.has(id)) return;
    const call = createIncomingCall(deps, row, session.sdp);
    call.dismiss(dismissals.has(id));
    add(call);
    if (!call.state.isDismissed) emitter.emit("incoming", call);
  }

  /** Another tab of this browser has dismissed a call, or taken that back. */
  function readDismissals(): void {
    for (const call of calls.values()) call.dismiss(dismissals.has(call.id));
  }

  /** Calls that a former page of this tab had, and nobody holds any more. */
  async function endAbandoned(id: string): Promise<void> {
    await line.ifAbandoned(id, async () => {
      try {
        await signaling.hangUp(id);
      } catch (cause) {
        // It is over already, or was never this agent's: then there is nothing to end.
        const { code } = asSoftphoneError(cause);
        if (!overCodes.has(code) && code !== "forbidden") throw cause;
      }
      deps.memory.forget(id);
    });
  }

  function leave(): void {
    for (const call of calls.values()) if (isOwn(call)) call.leave();
  }

  const unsubscribe = signaling.subscribe({
    onCall,
    onOnline: (isOnline) => update({ isOnline }),
  });
  page?.addEventListener("pagehide", leave);
  if (sharedStorage) page?.addEventListener("storage", readDismissals);
  for (const id of deps.memory.recall()) {
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
      const known = calls.get(id);
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
      // Loaded when it is asked for: most pages never do.
      const { diagnose } = await import("./diagnose/diagnose.ts");
      return diagnose({ media, createConnection: peer, iceServers, clock });
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

/** A call that rings here is nobody's yet. */
function isOwn({ state: { direction, phase } }: SoftphoneCall): boolean {
  return phase !== "ended" && !(direction === "entrante" && phase === "ringing");
}
