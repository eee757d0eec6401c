/**
 * The interface to WebRTC: the part of `RTCPeerConnection` that the softphone uses. A browser's own class implements it;
 * `./testing` has a fake.
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
  getStats(): Promise<StatsReport>;
  addEventListener(
    type: "connectionstatechange" | "icegatheringstatechange",
    listener: () => void,
  ): void;
  addEventListener(type: "track", listener: (event: { track: MediaStreamTrack }) => void): void;
  close(): void;
}

/** The part of `RTCRtpSender` that the softphone uses. */
export interface PeerSender {
  replaceTrack(track: MediaStreamTrack | null): Promise<void>;
  readonly dtmf: {
    /** Firefox has none. */
    readonly canInsertDTMF?: boolean | undefined;
    /** The tones that are not sent yet. */
    readonly toneBuffer?: string;
    insertDTMF(tones: string, duration?: number, interToneGap?: number): void;
  } | null;
}

/** The part of `RTCStatsReport` that the softphone uses; a Map of plain objects is one too. */
export interface StatsReport {
  forEach(callback: (stats: Readonly<Record<string, unknown>>) => void): void;
}

/** Like `RTCIceServer`. */
export interface IceServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

export interface PeerConfiguration {
  iceServers: IceServer[];
  /** `relay`: only through TURN. */
  iceTransportPolicy?: "all" | "relay";
}

export type CreatePeerConnection = (configuration: PeerConfiguration) => PeerConnection;
