import { SoftphoneError } from "../errors/softphoneError.ts";
import type { Clock } from "../lib/clock.ts";
import { fitAnswerToWhatsapp, fitToWhatsapp } from "../sdp/fitToWhatsapp.ts";
import { readSdp } from "../sdp/readSdp.ts";
import { tidySdp } from "../sdp/tidySdp.ts";
import { gatherCandidates } from "./gatherCandidates.ts";
import type {
  CreatePeerConnection,
  PeerConfiguration,
  PeerConnection,
  PeerSender,
} from "./peerConnection.ts";
import { type PeerStats, readStats } from "./readStats.ts";

/** One call's connection with WhatsApp. */
export interface Peer {
  /**
   * The complete offer for WhatsApp. The microphone is sent as soon as there is a connection, which is before the
   * pickup: keep it disabled until then. The rule against media before the pickup is about calls that come in; a
   * call that the business dials is dropped when its media does not start within 20 s (Meta, "Integration patterns").
   */
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
  readStats(): Promise<PeerStats>;
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
    await gatherCandidates(connection, { clock, cap: gatheringCap });
    return connection.localDescription?.sdp ?? sdp;
  }

  async function applyRemote(type: "offer" | "answer", received: string): Promise<void> {
    const sdp = tidySdp(received);
    try {
      await connection.setRemoteDescription({ type, sdp });
    } catch (cause) {
      // The browser's message may quote the SDP, so only its name goes on.
      throw new SoftphoneError(`sdp_${type}_invalid`, { cause: (cause as Error).name });
    }
    hasRemoteDtmf = readSdp(sdp).hasDtmf;
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
      // Firefox does not say whether it can.
      if (!dtmf || !(dtmf.canInsertDTMF ?? hasRemoteDtmf)) return false;
      try {
        // Tones that wait are replaced by what is inserted: keys pressed fast would be lost.
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
