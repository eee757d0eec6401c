import type { IceServer } from "@skale-calls/core";
import type { RemoteCandidate } from "../sdp/splitCandidates.ts";

/**
 * The part of `RTCPeerConnection` that the softphone uses. The browser's class implements it, and
 * `@skale-calls/softphone/testing` has a fake.
 */
export interface PeerConnection {
  readonly connectionState:
    | "new"
    | "connecting"
    | "connected"
    | "disconnected"
    | "failed"
    | "closed";
  readonly iceGatheringState: "new" | "gathering" | "complete";
  readonly localDescription: { readonly sdp: string } | null;
  addTrack(track: MediaStreamTrack): PeerSender;
  addTransceiver(kind: "audio"): unknown;
  createOffer(): Promise<{ type: "offer" | "answer" | "pranswer" | "rollback"; sdp?: string }>;
  createAnswer(): Promise<{ type: "offer" | "answer" | "pranswer" | "rollback"; sdp?: string }>;
  setLocalDescription(description: { type: "offer" | "answer"; sdp: string }): Promise<void>;
  setRemoteDescription(description: { type: "offer" | "answer"; sdp: string }): Promise<void>;
  addIceCandidate(candidate: RemoteCandidate): Promise<void>;
  getStats(): Promise<StatsReport>;
  addEventListener(
    type: "connectionstatechange" | "icecandidate" | "icegatheringstatechange",
    listener: () => void,
  ): void;
  addEventListener(type: "track", listener: (event: { track: MediaStreamTrack }) => void): void;
  close(): void;
}

/** The part of `RTCRtpSender` that the softphone uses. */
export interface PeerSender {
  replaceTrack(track: MediaStreamTrack | null): Promise<void>;
  readonly dtmf: {
    /** Undefined in Firefox. */
    readonly canInsertDTMF?: boolean | undefined;
    /** The tones that have not been sent yet. */
    readonly toneBuffer?: string;
    insertDTMF(tones: string, duration?: number, interToneGap?: number): void;
  } | null;
}

/** The part of `RTCStatsReport` that the softphone uses. A `Map` of plain objects implements it too. */
export interface StatsReport {
  forEach(callback: (stats: Readonly<Record<string, unknown>>) => void): void;
}

export interface PeerConfiguration {
  iceServers: IceServer[];
  /** `relay`: the connection uses only TURN servers. */
  iceTransportPolicy?: "all" | "relay";
}

export type CreatePeerConnection = (configuration: PeerConfiguration) => PeerConnection;
