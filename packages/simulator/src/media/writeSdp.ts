import { randomInt } from "node:crypto";

/** The payload types of an SDP. An answer must use the payload types of the offer. */
export interface PayloadTypes {
  opus: number;
  /** `telephone-event` at 8 kHz; null if the other side does not offer it. */
  dtmf: number | null;
}

/** The payload types of WhatsApp's offers. */
export const ownPayloadTypes = { opus: 111, dtmf: 126 } satisfies PayloadTypes;

export function pickPayloadTypes(sdp: string): PayloadTypes {
  const opus = /^a=rtpmap:(\d+) opus\/48000/im.exec(sdp)?.[1];
  const dtmf = /^a=rtpmap:(\d+) telephone-event\/8000/im.exec(sdp)?.[1];
  return { opus: Number(opus ?? ownPayloadTypes.opus), dtmf: dtmf ? Number(dtmf) : null };
}

export interface SdpParts {
  mid: string;
  types: PayloadTypes;
  setup: "actpass" | "active";
  /** The candidates, without `a=candidate:`. */
  candidates: readonly string[];
  ufrag: string;
  password: string;
  /** The SHA-256 fingerprint, with colons. */
  fingerprint: string;
  ssrc: number;
}

/** Writes an SDP like WhatsApp's: ICE-lite, only host candidates, one audio stream with one SSRC. */
export function writeSdp(parts: SdpParts): string {
  const { mid, setup, candidates, ufrag, password, fingerprint, ssrc } = parts;
  const { opus, dtmf } = parts.types;
  const lines = [
    "v=0",
    `o=- ${randomInt(1, 2 ** 47)} 2 IN IP4 127.0.0.1`,
    "s=-",
    "t=0 0",
    `a=group:BUNDLE ${mid}`,
    "a=msid-semantic: WMS simulator",
    "a=ice-lite",
    `m=audio 9 UDP/TLS/RTP/SAVPF ${dtmf === null ? opus : `${opus} ${dtmf}`}`,
    "c=IN IP4 0.0.0.0",
    "a=rtcp:9 IN IP4 0.0.0.0",
    ...candidates.map((candidate) => `a=candidate:${candidate}`),
    "a=end-of-candidates",
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${password}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    `a=setup:${setup}`,
    `a=mid:${mid}`,
    "a=sendrecv",
    "a=rtcp-mux",
    `a=rtpmap:${opus} opus/48000/2`,
    `a=fmtp:${opus} minptime=20;useinbandfec=1`,
    "a=ptime:20",
    ...(dtmf === null ? [] : [`a=rtpmap:${dtmf} telephone-event/8000`]),
    `a=ssrc:${ssrc} cname:simulator`,
    `a=ssrc:${ssrc} msid:simulator audio`,
  ];
  return `${lines.join("\r\n")}\r\n`;
}
