import { randomBytes, randomInt } from "node:crypto";
import type { Tape } from "../recording/createTape.ts";
import { ownPayloadTypes, pickPayloadTypes, writeSdp } from "./writeSdp.ts";

/**
 * What a WhatsApp user sends. `clip`: a short melody, repeated. `echo`: what it hears, half a second later.
 * `silence`: packets without sound, like a muted phone. `none`: no packets.
 */
export const voices = ["clip", "echo", "silence", "none"] as const;
export type Voice = (typeof voices)[number];

/** What a far end with media sent and heard. Times are epoch milliseconds, levels dB of full scale. */
export interface MediaReport {
  connection: "new" | "connecting" | "connected" | "disconnected" | "failed" | "closed";
  connectedAt: number | null;
  /** What it sends now: `none` until the pickup. */
  voice: Voice;
  packetsSent: number;
  /** RTP packets of any kind. */
  packetsReceived: number;
  /** How many of them arrived before the pickup, when the business should not send yet. */
  packetsBeforePickup: number;
  packetsLost: number;
  firstPacketAt: number | null;
  lastPacketAt: number | null;
  /** Whether the last second was audible. */
  isAudible: boolean;
  /** The level of the last second; null when no packet arrived in it. Digital silence is -100. */
  lastSecondDbfs: number | null;
  /** The level of the loudest packet; null when none arrived. */
  loudestDbfs: number | null;
  /** The total audible time. */
  audibleMs: number;
  /** The strongest frequency of the last second; null when it was silent. */
  dominantHz: number | null;
  /** The pressed keys, each once, such as `12#`. */
  dtmf: string;
}

/** The WhatsApp user's side of a call's media. */
export interface FarEnd {
  /** Makes the SDP offer of a user who calls the business. */
  offer(): Promise<string>;
  /** Makes the SDP answer to the business's offer, which has been checked. */
  answer(offer: string): Promise<string>;
  /** Takes the business's answer to our offer, which has been checked. Called once, or again after it threw. */
  accept(answer: string): Promise<void>;
  /** Changes what the user sends. Called at the pickup, and whenever the voice is changed. */
  speak(voice: Voice): void;
  /** Null for a far end without media. */
  report(): MediaReport | null;
  /** What both sides sent since the pickup, for the recording; null before. A far end may keep none. */
  tape?(): Tape | null;
  /** Releases everything. May be called twice; never rejects. */
  close(): Promise<void>;
}

export interface FarEndOptions {
  /** Epoch milliseconds. */
  now(): number;
  /** Called with failures, without numbers, SDPs or secrets. */
  log(line: string): void;
}

export type CreateFarEnd = (options: FarEndOptions) => FarEnd;

/** A far end that answers every SDP with a well-formed one and sends no media. */
export const createSilentFarEnd = (): FarEnd => ({
  offer: async () =>
    writeSdp({ ...inventTransport(), mid: "audio", types: ownPayloadTypes, setup: "actpass" }),
  answer: async (offer) =>
    writeSdp({
      ...inventTransport(),
      mid: /^a=mid:(\S+)/m.exec(offer)?.[1] ?? "0",
      types: pickPayloadTypes(offer),
      setup: "active",
    }),
  accept: async () => {},
  speak: () => {},
  report: () => null,
  close: async () => {},
});

function inventTransport() {
  return {
    candidates: ["1 1 udp 2113937151 127.0.0.1 9 typ host generation 0"],
    ufrag: randomBytes(6).toString("base64url"),
    password: randomBytes(18).toString("base64url"),
    fingerprint: (randomBytes(32).toString("hex").toUpperCase().match(/../g) ?? []).join(":"),
    ssrc: randomInt(1, 2 ** 31),
  };
}
