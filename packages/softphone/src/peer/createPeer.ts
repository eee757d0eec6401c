import { SoftphoneError } from "../errors/softphoneError.ts";
import type { Clock } from "../lib/clock.ts";
import { fitAnswerToWhatsapp, fitToWhatsapp } from "../sdp/fitToWhatsapp.ts";
import { hasEncoding } from "../sdp/readSdp.ts";
import { type RemoteCandidate, splitCandidates } from "../sdp/splitCandidates.ts";
import { tidySdp } from "../sdp/tidySdp.ts";
import { gatherCandidates } from "./gatherCandidates.ts";
import type {
  CreatePeerConnection,
  PeerConfiguration,
  PeerConnection,
  PeerSender,
} from "./peerConnection.ts";
import { type PeerStats, readStats } from "./readStats.ts";

/** The connection of one call with WhatsApp. */
export interface Peer {
  /**
   * Creates the complete offer for WhatsApp. The microphone track is sent as soon as there is a connection, before the
   * pickup. Keep the track disabled until the pickup: a disabled track sends silence. For outgoing calls, WhatsApp allows
   * media before the pickup, and ends the call if no media arrives within 20 s (Meta, "Integration patterns").
   */
  createOffer(microphone: MediaStreamTrack): Promise<string>;
  /** Applies WhatsApp's answer to the offer. */
  applyAnswer(sdp: string): Promise<void>;
  /**
   * Creates the complete answer to WhatsApp's offer. No packet is sent before `send` is called, because WhatsApp treats
   * the first media as the pickup (Meta, "Pre-accept"). No connection is made before `connect` is called.
   */
  createAnswer(offer: string, microphone: MediaStreamTrack): Promise<string>;
  /**
   * Connects with WhatsApp, which knows the answer now. Without this wait the browser would begin the DTLS handshake before
   * WhatsApp knows our fingerprint: its repetitions double, so that audio would come up to 3 s after the pre-accept (measured
   * in Chromium 150 and 153).
   */
  connect(): Promise<void>;
  /** Starts to send the sound of this microphone. */
  send(microphone: MediaStreamTrack): Promise<void>;
  /** Sends keypad tones (RFC 4733). Returns false if the negotiated codecs or the browser do not support DTMF. */
  sendDtmf(tones: string, timing: { durationMs: number; gapMs: number }): boolean;
  readStats(): Promise<PeerStats>;
  close(): void;
}

export interface PeerOptions {
  createConnection: CreatePeerConnection;
  configuration: PeerConfiguration;
  clock: Clock;
  /** The time limit for gathering ICE candidates, in milliseconds. */
  gatheringCap: number;
  onState(state: PeerConnection["connectionState"]): void;
  onTrack(track: MediaStreamTrack): void;
}

export function createPeer(options: PeerOptions): Peer {
  const { createConnection, configuration, clock, gatheringCap, onState, onTrack } = options;
  const connection = createConnection(configuration);
  let sender: PeerSender | undefined;
  let heldCandidates: RemoteCandidate[] = [];
  let hasRemoteDtmf = false;
  let isClosed = false;

  connection.addEventListener("connectionstatechange", () => {
    if (!isClosed) onState(connection.connectionState);
  });
  connection.addEventListener("track", ({ track }) => {
    if (!isClosed) onTrack(track);
  });

  async function describe(type: "offer" | "answer"): Promise<string> {
    const { sdp = "" } = await (type === "offer"
      ? connection.createOffer()
      : connection.createAnswer());
    await connection.setLocalDescription({ type, sdp });
    await gatherCandidates(connection, { clock, cap: gatheringCap, until: "first" });
    return connection.localDescription?.sdp ?? sdp;
  }

  async function applyRemote(type: "offer" | "answer", received: string): Promise<void> {
    const sdp = tidySdp(received);
    try {
      await connection.setRemoteDescription({ type, sdp });
    } catch (cause) {
      // The browser's message may quote the SDP, so only the error's name is kept.
      throw new SoftphoneError(`sdp_${type}_invalid`, { cause: (cause as Error).name });
    }
    hasRemoteDtmf = hasEncoding(sdp, "telephone-event/8000");
  }

  return {
    async createOffer(microphone) {
      sender = connection.addTrack(microphone);
      return fitToWhatsapp(await describe("offer"));
    },
    applyAnswer: (sdp) => applyRemote("answer", sdp),
    async createAnswer(offer, microphone) {
      const { sdp, candidates } = splitCandidates(tidySdp(offer));
      heldCandidates = candidates;
      await applyRemote("offer", sdp);
      sender = connection.addTrack(microphone);
      const answer = await describe("answer");
      await sender.replaceTrack(null);
      return fitAnswerToWhatsapp(answer);
    },
    async connect() {
      const adding = heldCandidates.splice(0).map((held) => connection.addIceCandidate(held));
      // One usable candidate is enough. If there is none, the connection fails by its time limit.
      await Promise.allSettled(adding);
    },
    async send(microphone) {
      await sender?.replaceTrack(microphone);
    },
    sendDtmf(tones, { durationMs, gapMs }) {
      const dtmf = sender?.dtmf;
      // Firefox has no `canInsertDTMF`.
      if (!dtmf || !(dtmf.canInsertDTMF ?? hasRemoteDtmf)) return false;
      try {
        // `insertDTMF` replaces the queued tones. They are passed again, so that no tone is lost when keys are pressed fast.
        dtmf.insertDTMF((dtmf.toneBuffer ?? "") + tones, durationMs, gapMs);
        return true;
      } catch {
        return false;
      }
    },
    readStats: async () => readStats(await connection.getStats()),
    close() {
      isClosed = true;
      connection.close();
    },
  };
}
