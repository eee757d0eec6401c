import { randomBytes, randomInt } from "node:crypto";
import type { Tape } from "../recording/createTape.ts";
import { ownPayloadTypes, pickPayloadTypes, writeSdp } from "./writeSdp.ts";

/**
 * What a WhatsApp user lets be heard. `clip`: a short melody, over and over. `echo`: what it hears, half a
 * second later. `silence`: packets without a sound, as of a muted phone. `none`: no packet at all.
 */
export const voices = ["clip", "echo", "silence", "none"] as const;
export type Voice = (typeof voices)[number];

/** What a far end with media sent and heard. Times are epoch milliseconds, levels dB of full scale. */
export interface MediaReport {
  connection: "new" | "connecting" | "connected" | "disconnected" | "failed" | "closed";
  connectedAt: number | null;
  /** What it says now: `none` until the call was picked up. */
  voice: Voice;
  packetsSent: number;
  /** RTP of any kind. */
  packetsReceived: number;
  /** Those of them that came before the pickup, when the business should not send yet. */
  packetsBeforePickup: number;
  packetsLost: number;
  firstPacketAt: number | null;
  lastPacketAt: number | null;
  /** Whether there was a sound in the last second. */
  isAudible: boolean;
  /** The level of the last second; null when nothing came in it. Digital silence is -100. */
  lastSecondDbfs: number | null;
  /** The level of the loudest packet; null when none came. */
  loudestDbfs: number | null;
  /** For how long there was a sound, in all. */
  audibleMs: number;
  /** The strongest frequency of the last second; null when there was no sound in it. */
  dominantHz: number | null;
  /** The digits that were pressed, each once, such as `12#`. */
  dtmf: string;
}

/** The WhatsApp user's side of a call's media. */
export interface FarEnd {
  /** The offer of a user who calls the business. */
  offer(): Promise<string>;
  /** The answer to the business's offer, which was checked. */
  answer(offer: string): Promise<string>;
  /** The business's answer to our offer, which was checked. Is called once, or again after it threw. */
  accept(answer: string): Promise<void>;
  /** From now on the user says this. Is called at the pickup, and when the user changes the mind. */
  speak(voice: Voice): void;
  /** Null of a far end without media. */
  report(): MediaReport | null;
  /** What both sides said since the pickup, for the recording; null before it. A far end may keep none. */
  tape?(): Tape | null;
  /** Lets go of everything. May be called twice; never rejects. */
  close(): Promise<void>;
}

export interface FarEndOptions {
  /** Epoch milliseconds. */
  now(): number;
  /** Told of what went wrong; gets no numbers, SDPs or secrets. */
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
