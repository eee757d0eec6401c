import { onTestFinished } from "vitest";
import { RTCPeerConnection, RtpHeader, RtpPacket } from "werift";
import { pickPayloadTypes } from "../media/writeSdp.ts";
import { createCodecs } from "../voice/createCodecs.ts";
import { createEar } from "../voice/createEar.ts";
import { encodeVoice } from "../voice/createVoiceClip.ts";
import { frameMs, rtpTicksPerFrame, sampleRate, silentFrame } from "../voice/opusFrame.ts";

/** Payload types of Firefox, which differ from the simulator's. */
const types = { opus: 109, dtmf: 101 };

/** Creates one second of a tone, in Opus packets of 20 ms. */
export const createTone = (hz: number, amplitude = 0.3) =>
  encodeVoice(
    Float32Array.from(
      { length: sampleRate },
      (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate),
    ),
  );

/** Creates the business's side of a call, like a browser: full ICE, all candidates, one audio stream. */
export async function createBusinessPeer() {
  const peer = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ["127.0.0.1"],
    headerExtensions: {},
    codecs: { audio: createCodecs(types) },
  });
  const ear = await createEar(Date.now);
  let heardTypes = types;
  let sequence = 65_530;
  let timestamp = 0;
  let says: readonly Uint8Array[] = [];
  let at = 0;
  const timer = setInterval(() => {
    const payload = says[at++ % says.length];
    timestamp += rtpTicksPerFrame;
    if (payload) void send(heardTypes.opus, Buffer.from(payload), timestamp);
  }, frameMs);
  onTestFinished(async () => {
    clearInterval(timer);
    ear.free();
    await peer.close();
  });

  /** Sends a packet with any payload type. The peer's own sender would write its codec's payload type into every packet. */
  async function send(payloadType: number, payload: Buffer, at: number, marker = false) {
    const [transceiver] = peer.getTransceivers();
    const [transport] = peer.dtlsTransports;
    if (!transceiver || transport?.state !== "connected") return;
    sequence = (sequence + 1) % 2 ** 16;
    const { ssrc } = transceiver.sender;
    const header = new RtpHeader({ payloadType, ssrc, timestamp: at, marker });
    header.sequenceNumber = sequence;
    await transport.sendRtp(new RtpPacket(header, payload).payload, header);
  }

  function listen() {
    peer.dtlsTransports[0]?.onRtp.subscribe(({ header, payload }) => {
      const { payloadType, sequenceNumber, timestamp, marker } = header;
      ear.hear({ payloadType, sequenceNumber, timestamp, marker, payload }, heardTypes);
    });
  }

  return {
    async offer(): Promise<string> {
      peer.addTransceiver("audio", { direction: "sendrecv" });
      await peer.setLocalDescription(await peer.createOffer());
      listen();
      return peer.localDescription?.sdp ?? "";
    },
    async answer(offer: string): Promise<string> {
      const picked = pickPayloadTypes(offer);
      heardTypes = { opus: picked.opus, dtmf: picked.dtmf ?? types.dtmf };
      await peer.setRemoteDescription({ type: "offer", sdp: offer });
      peer.getTransceivers()[0]?.setDirection("sendrecv");
      await peer.setLocalDescription(await peer.createAnswer());
      listen();
      return peer.localDescription?.sdp ?? "";
    },
    accept: (answer: string) => peer.setRemoteDescription({ type: "answer", sdp: answer }),
    state: () => peer.connectionState,
    /** Repeats these packets, one every 20 ms. An empty list sends nothing. */
    say(packets: readonly Uint8Array[]) {
      says = packets;
    },
    /** Sends packets without sound, like a muted microphone. */
    mute() {
      says = [silentFrame];
    },
    /** Sends keys as a browser does: several packets for each key, and the last packet three times. */
    async press(keys: string) {
      for (const key of keys) {
        const started = timestamp;
        const code = "0123456789*#ABCD".indexOf(key);
        for (const [index, duration] of [160, 320, 480, 640, 640, 640].entries()) {
          const end = index >= 3 ? 0x80 : 0;
          const payload = Buffer.from([code, end | 10, duration >> 8, duration & 0xff]);
          await send(heardTypes.dtmf, payload, started, index === 0);
        }
        timestamp += 10 * rtpTicksPerFrame;
      }
    },
    heard: () => ear.report(),
  };
}
