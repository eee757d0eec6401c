import type { IceServer } from "@skale-calls/core";
import type { Clock } from "../lib/clock.ts";
import { createMicrophoneCare } from "../media/createMicrophoneCare.ts";
import type { LevelMeter, Media } from "../media/media.ts";
import { createPeer } from "../peer/createPeer.ts";
import type { CreatePeerConnection, PeerConnection } from "../peer/peerConnection.ts";
import { type CallQuality, watchQuality } from "./callQuality.ts";
import type { Timings } from "./timings.ts";

export interface LegOptions {
  microphone: MediaStreamTrack;
  media: Media;
  createConnection: CreatePeerConnection;
  iceServers: IceServer[];
  outputDevice: string | undefined;
  clock: Clock;
  timings: Timings;
  onMedia(state: "up" | "lost" | "failed"): void;
  onQuality(quality: CallQuality): void;
  /** Reopens the microphone and calls `replaceMicrophone`. Rejects if the microphone cannot be opened. */
  reopenMicrophone(): Promise<void>;
  /** Called when the system mutes or unmutes the microphone. */
  onInterrupted(isInterrupted: boolean): void;
  onError(error: unknown): void;
}

/** The audio of one call, from the microphone to the loudspeaker. */
export interface Leg {
  createOffer(): Promise<string>;
  applyAnswer(sdp: string): Promise<void>;
  createAnswer(offer: string): Promise<string>;
  /** Connects after `createAnswer`, when WhatsApp knows the answer. A second call does nothing. */
  connect(): Promise<void>;
  /** Resolves when audio is connected for the first time. */
  readonly connected: Promise<void>;
  /** Starts to send packets. They contain silence until `setAudible(true)`. */
  send(): Promise<void>;
  /** Sets whether the far end hears the microphone. */
  setAudible(isAudible: boolean): void;
  replaceMicrophone(microphone: MediaStreamTrack): Promise<void>;
  setOutputDevice(deviceId: string): Promise<void>;
  sendDtmf(tones: string, timing: { durationMs: number; gapMs: number }): boolean;
  /** Stops the microphone, the loudspeaker, the measurements and the connection. */
  close(): void;
}

const meanings: Readonly<Partial<Record<PeerConnection["connectionState"], "up" | "lost">>> = {
  connected: "up",
  disconnected: "lost",
};

export function createLeg(options: LegOptions): Leg {
  const { media, clock, timings, onMedia, onError } = options;
  let settleConnected: () => void = () => {};
  const connected = new Promise<void>((resolve) => {
    settleConnected = resolve;
  });
  const speaker = media.createSpeaker(options.outputDevice);
  let { microphone } = options;
  let isAudible = false;
  let isSending = true;
  let wasUp = false;
  let meter: LevelMeter | undefined;

  const peer = createPeer({
    createConnection: options.createConnection,
    configuration: { iceServers: options.iceServers },
    clock,
    gatheringCap: timings.gathering,
    onState(state) {
      // A connection that was up before may still recover from `failed`.
      const meaning = state === "failed" ? (wasUp ? "lost" : "failed") : meanings[state];
      if (meaning === undefined) return;
      if (meaning === "up") {
        wasUp = true;
        settleConnected();
      }
      onMedia(meaning);
    },
    onTrack(track) {
      speaker.play(track).catch(onError);
    },
  });
  const stopWatching = watchQuality({
    async readStats() {
      const stats = await peer.readStats();
      return { ...stats, inputLevel: stats.inputLevel ?? readLevel() };
    },
    clock,
    interval: timings.quality,
    onQuality: options.onQuality,
  });
  const care = createMicrophoneCare({
    clock,
    pause: timings.microphone,
    reopen: options.reopenMicrophone,
    onInterrupted: options.onInterrupted,
    onError,
  });
  use(microphone);

  function use(track: MediaStreamTrack): void {
    microphone = track;
    track.enabled = isAudible;
    care.watch(track);
  }

  function drop(): void {
    care.stop();
    meter?.close();
    meter = undefined;
    microphone.stop();
  }

  /** Measures the level of the microphone, for browsers whose statistics do not contain it. */
  function readLevel(): number {
    if (!isAudible) return 0;
    meter ??= media.createMeter?.(microphone);
    return meter?.read() ?? 0;
  }

  return {
    createOffer: () => peer.createOffer(microphone),
    applyAnswer: peer.applyAnswer,
    async createAnswer(offer) {
      isSending = false;
      return peer.createAnswer(offer, microphone);
    },
    connect: peer.connect,
    connected,
    async send() {
      isSending = true;
      await peer.send(microphone);
    },
    setAudible(next) {
      isAudible = next;
      microphone.enabled = next;
    },
    async replaceMicrophone(track) {
      drop();
      use(track);
      if (isSending) await peer.send(track);
    },
    setOutputDevice: speaker.setDevice,
    sendDtmf: peer.sendDtmf,
    close() {
      stopWatching();
      drop();
      speaker.stop();
      peer.close();
    },
  };
}
