import { randomInt } from "node:crypto";
import { RTCPeerConnection, type RTCRtpSender, RtpHeader, RtpPacket } from "werift";
import type { CreateFarEnd, FarEnd, FarEndOptions, MediaReport } from "../media/farEnd.ts";
import {
  ownPayloadTypes,
  type PayloadTypes,
  pickPayloadTypes,
  writeSdp,
} from "../media/writeSdp.ts";
import { createTape } from "../recording/createTape.ts";
import { createCodecs } from "./createCodecs.ts";
import { createEar, type Ear } from "./createEar.ts";
import { createMouth } from "./createMouth.ts";
import { createVoiceClip } from "./createVoiceClip.ts";
import { rtpTicksPerFrame } from "./opusFrame.ts";

export interface MediaOptions {
  /**
   * Further IPv4 addresses of this machine. They are offered in addition to the addresses of its networks. Default:
   * `["127.0.0.1"]`. A browser on this machine can reach all of them.
   */
  addresses?: readonly string[];
  /** The lowest and the highest UDP port to use, such as `[40000, 40100]`. Default: any free port. */
  ports?: readonly [lowest: number, highest: number];
}

/**
 * Loads far ends that are real WebRTC peers, like WhatsApp's: ICE-lite with only host candidates, DTLS server in a user's
 * call and DTLS client in a call of the business, with Opus and telephone-event.
 */
export async function loadVoiceFarEnd(media: MediaOptions = {}): Promise<CreateFarEnd> {
  const clip = await createVoiceClip();
  return (options) => createVoiceFarEnd({ ...options, media, clip });
}

interface VoiceFarEndOptions extends FarEndOptions {
  media: MediaOptions;
  clip: readonly Uint8Array[];
}

function createVoiceFarEnd({ media, clip, now, log }: VoiceFarEndOptions): FarEnd {
  /** The ICE user fragment of the business's peer; undefined until its SDP arrives. */
  let businessUfrag: string | undefined;
  const peer = createPeer(media, (username) => username.endsWith(`:${businessUfrag}`));
  const rtpStart = { sequence: randomInt(2 ** 16), timestamp: randomInt(2 ** 32) };
  const tape = createTape();
  let pickedUpAt: number | undefined;
  let ear: Ear | undefined;
  let mouth: ReturnType<typeof createMouth> | undefined;
  let types: PayloadTypes = ownPayloadTypes;
  let connectedAt: number | null = null;
  let sent = 0;
  let beforePickup: number | undefined;
  let closing: Promise<void> | undefined;

  peer.connectionStateChange.subscribe((state) => {
    if (state === "connected") connectedAt ??= now();
    if (state === "failed") log("far end: the connection failed");
  });

  async function open() {
    const opened = await createEar(now);
    if (closing) {
      opened.free();
      throw new Error("the far end was closed");
    }
    ear = opened;
  }

  /** Listens to the peer's packets, and returns our SDP in WhatsApp's form. */
  function describe(sender: RTCRtpSender, mid: string, setup: "actpass" | "active"): string {
    const { sdp } = peer.localDescription ?? { sdp: "" };
    const [transport] = peer.dtlsTransports;
    transport?.onRtp.subscribe(({ header, payload }) => {
      ear?.hear({ ...pickHeader(header), payload }, types);
      if (closing || header.payloadType !== types.opus) return;
      mouth?.hear(payload);
      if (pickedUpAt !== undefined) {
        tape.hear({ timestamp: header.timestamp, payload }, performance.now() - pickedUpAt);
      }
    });
    return writeSdp({
      mid,
      types,
      setup,
      candidates: [...sdp.matchAll(/^a=candidate:(.+?)\r?$/gm)].map(([, text = ""]) => text),
      ufrag: attributeOf(sdp, "ice-ufrag"),
      password: attributeOf(sdp, "ice-pwd"),
      fingerprint: attributeOf(sdp, "fingerprint").replace(/^sha-256 /i, ""),
      ssrc: sender.ssrc,
    });
  }

  function send(payload: Uint8Array, frame: number) {
    tape.say(payload, frame);
    const [transceiver] = peer.getTransceivers();
    if (closing || !transceiver || peer.connectionState !== "connected") return;
    const header = new RtpHeader({
      payloadType: types.opus,
      marker: sent === 0,
      sequenceNumber: (rtpStart.sequence + sent) % 2 ** 16,
      timestamp: (rtpStart.timestamp + frame * rtpTicksPerFrame) % 2 ** 32,
    });
    sent += 1;
    transceiver.sender
      .sendRtp(new RtpPacket(header, Buffer.from(payload)))
      .catch((error: Error) => log(`far end: a packet was not sent: ${error.message}`));
  }

  return {
    async offer() {
      await open();
      const { sender } = peer.addTransceiver("audio", { direction: "sendrecv" });
      await peer.setLocalDescription(await peer.createOffer());
      return describe(sender, usersMid, "actpass");
    },

    async answer(offer) {
      await open();
      types = pickPayloadTypes(offer);
      businessUfrag = attributeOf(offer, "ice-ufrag");
      await peer.setRemoteDescription({ type: "offer", sdp: withoutCandidates(offer) });
      const [transceiver] = peer.getTransceivers();
      if (!transceiver) throw new Error("the offer has no audio that could be answered");
      transceiver.setDirection("sendrecv");
      await peer.setLocalDescription(await peer.createAnswer());
      return describe(transceiver.sender, attributeOf(offer, "mid") || "0", "active");
    },

    async accept(answer) {
      businessUfrag = attributeOf(answer, "ice-ufrag");
      const sdp = withoutCandidates(answer)
        .replace(/^a=mid:.*$/m, "a=mid:0")
        .replace(/^a=group:BUNDLE .*$/m, "a=group:BUNDLE 0");
      await peer.setRemoteDescription({ type: "answer", sdp });
    },

    speak(voice) {
      if (closing) return;
      beforePickup ??= ear?.count() ?? 0;
      pickedUpAt ??= performance.now();
      mouth ??= createMouth({ clip, send, now: () => performance.now() });
      mouth.say(voice);
    },

    report(): MediaReport | null {
      if (!ear) return null;
      return {
        connection: peer.connectionState,
        connectedAt,
        voice: mouth?.voice() ?? "none",
        packetsSent: sent,
        packetsBeforePickup: beforePickup ?? ear.count(),
        ...ear.report(),
      };
    },

    tape: () => (pickedUpAt === undefined ? null : tape.read()),

    close() {
      closing ??= (async () => {
        mouth?.stop();
        ear?.free();
        await peer.close();
      })().catch((error: Error) => log(`far end: not closed: ${error.message}`));
      return closing;
    },
  };
}

/** The mid of WhatsApp's offers. Our peer itself uses the mid 0. */
const usersMid = "audio";

/**
 * @param isExpected returns whether the peer answers an ICE check with this username. Several agents may try to answer a
 *   user's call, and each browser sends checks. Without this filter, the first browser would be connected.
 */
function createPeer(
  { addresses = ["127.0.0.1"], ports }: MediaOptions,
  isExpected: (username: string) => boolean,
): RTCPeerConnection {
  return new RTCPeerConnection({
    iceLite: true,
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: [...addresses],
    ...(ports && { icePortRange: [...ports] }),
    iceFilterStunResponse: (check) => isExpected(String(check.getAttributeValue("USERNAME"))),
    codecs: { audio: createCodecs(ownPayloadTypes) },
    headerExtensions: {},
  });
}

/** Removes the candidates. An ICE-lite peer only answers checks, so it needs no candidates of the other side. */
const withoutCandidates = (sdp: string) => sdp.replace(/^a=candidate:.*\r?\n/gm, "");

const attributeOf = (sdp: string, name: string): string =>
  new RegExp(`^a=${name}:(.+?)\\r?$`, "m").exec(sdp)?.[1] ?? "";

const pickHeader = ({ payloadType, sequenceNumber, timestamp, marker }: RtpHeader) => ({
  payloadType,
  sequenceNumber,
  timestamp,
  marker,
});
