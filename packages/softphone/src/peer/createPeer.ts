import { SoftphoneError } from "../errors/softphoneError.ts";
import type { Clock } from "../lib/clock.ts";
import { fitAnswerToWhatsapp, fitToWhatsapp } from "../sdp/fitToWhatsapp.ts";
import { gatherCandidates } from "./gatherCandidates.ts";
import type {
  CreatePeerConnection,
  PeerConfiguration,
  PeerConnection,
  PeerSender,
} from "./peerConnection.ts";
import { type MediaStats, readStats } from "./readStats.ts";

/** One call's connection with WhatsApp. */
export interface Peer {
  /** The complete offer for WhatsApp. The microphone is sent from the start, so keep it disabled. */
  createOffer(microphone: MediaStreamTrack): Promise<string>;
  /** WhatsApp's answer to it. */
  applyAnswer(sdp: string): Promise<void>;
  /**
   * The complete answer to WhatsApp's offer. Not a packet is sent before `send`: WhatsApp takes media as
   * the pickup (Meta, "Pre-accept").
   */
  createAnswer(offer: string, microphone: MediaStreamTrack): Promise<string>;
  /** Sends this microphone from now on. */
  send(microphone: MediaStreamTrack): Promise<void>;
  /** RFC 4733. False where the negotiated codecs or the browser have no DTMF. */
  sendDtmf(tones: string, timing: { durationMs: number; gapMs: number }): boolean;
  readStats(): Promise<MediaStats>;
  close(): void;
}

export interface PeerOptions {
  createConnection: CreatePeerConnection;
  configuration: PeerConfiguration;
  clock: Clock;
  /** Milliseconds that the gathering of candidates may take. */
  gatheringCap: number;
  onState(state: PeerConnection["connectionState"]): void;
  onTrack(track: MediaStreamTrack): void;
}

export function createPeer(options: PeerOptions): Peer {
  const { createConnection, configuration, clock, gatheringCap, onState, onTrack } = options;
  const connection = createConnection(configuration);
  let sender: PeerSender | undefined;
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
    await gatherCandidates(connection, { clock, cap: gatheringCap });
    return connection.localDescription?.sdp ?? sdp;
  }

  async function applyRemote(type: "offer" | "answer", sdp: string): Promise<void> {
    try {
      await connection.setRemoteDescription({ type, sdp });
    } catch (cause) {
      // The browser's message may quote the SDP, so only its name goes on.
      throw new SoftphoneError("sdp_answer_invalid", { cause: (cause as Error).name });
    }
  }

  return {
    async createOffer(microphone) {
      sender = connection.addTrack(microphone);
      return fitToWhatsapp(await describe("offer"));
    },
    applyAnswer: (sdp) => applyRemote("answer", sdp),
    async createAnswer(offer, microphone) {
      await applyRemote("offer", offer);
      sender = connection.addTrack(microphone);
      const answer = await describe("answer");
      await sender.replaceTrack(null);
      return fitAnswerToWhatsapp(answer);
    },
    async send(microphone) {
      await sender?.replaceTrack(microphone);
    },
    sendDtmf(tones, { durationMs, gapMs }) {
      const dtmf = sender?.dtmf;
      if (!dtmf?.canInsertDTMF) return false;
      // Tones that wait are replaced by what is inserted: keys pressed fast would be lost.
      dtmf.insertDTMF(dtmf.toneBuffer + tones, durationMs, gapMs);
      return true;
    },
    readStats: async () => readStats(await connection.getStats()),
    close() {
      isClosed = true;
      connection.close();
    },
  };
}
