import { randomBytes, randomInt } from "node:crypto";
import type { Tape } from "../recording/createTape.ts";
import { ownPayloadTypes, pickPayloadTypes, writeSdp } from "./writeSdp.ts";

/**
 * What a WhatsApp user sends. `clip`: a short melody, repeated. `echo`: what the user hears, half a second later.
 * `silence`: packets without sound, like a muted phone. `none`: no packets.
 */
export const voices = ["clip", "echo", "silence", "none"] as const;
export type Voice = (typeof voices)[number];

/** What a far end with media has sent and heard. Times are in epoch milliseconds, levels in dB of full scale (dBFS). */
export interface MediaReport {
  connection: "new" | "connecting" | "connected" | "disconnected" | "failed" | "closed";
  connectedAt: number | null;
  /** What the far end sends now; `none` until the pickup. */
  voice: Voice;
  packetsSent: number;
  /** RTP packets of any kind. */
  packetsReceived: number;
  /** How many packets arrived before the pickup. In a user's call, the business must not send any. */
  packetsBeforePickup: number;
  packetsLost: number;
  firstPacketAt: number | null;
  lastPacketAt: number | null;
  /** Whether the last second was audible. */
  isAudible: boolean;
  /** The level of the last second; null if no audio arrived in it. The level of digital silence is -100. */
  lastSecondDbfs: number | null;
  /** The level of the loudest packet; null if no audio has arrived. */
  loudestDbfs: number | null;
  /** How long the business has been audible, in total. */
  audibleMs: number;
  /** The strongest frequency of the last second; null if that second was not audible. */
  dominantHz: number | null;
  /** The keys that were pressed, such as `12#`. */
  dtmf: string;
}

/** The WhatsApp user's side of a call's media. */
export interface FarEnd {
  /** Makes the SDP offer of a user who calls the business. */
  offer(): Promise<string>;
  /** Makes the SDP answer to the business's offer. The simulator has checked the offer. */
  answer(offer: string): Promise<string>;
  /** Takes the business's answer to our offer. The simulator has checked it. Called again only after a call that threw. */
  accept(answer: string): Promise<void>;
  /** Sets what the user sends. Called at the pickup, and when the voice is changed during the talk. */
  speak(voice: Voice): void;
  /** Reports what was sent and heard; null without media. */
  report(): MediaReport | null;
  /** Returns what both sides have sent since the pickup, for the recording; null before the pickup. */
  tape?(): Tape | null;
  /** Releases everything. May be called twice; never rejects. */
  close(): Promise<void>;
}

export interface FarEndOptions {
  /** Epoch milliseconds. */
  now(): number;
  /** Called with a line about a failure. Lines contain no phone numbers, SDPs or secrets. */
  log(line: string): void;
}

export type CreateFarEnd = (options: FarEndOptions) => FarEnd;

/** Creates a far end that makes well-formed SDPs and sends no media. */
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
