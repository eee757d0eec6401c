import { randomBytes, randomInt } from "node:crypto";

/**
 * The WhatsApp user's side of a call's media. This one only speaks SDP: no media flow. A real WebRTC
 * peer takes its place by having the same four functions.
 */
export interface FarEnd {
  /** The offer of a user who calls the business. */
  offer(): Promise<string>;
  /** The answer to the business's offer, which was checked. */
  answer(offer: string): Promise<string>;
  /** The business's answer to our offer, which was checked. */
  accept(answer: string): Promise<void>;
  /** Lets go of everything. May be called twice. */
  close(): Promise<void>;
}

export type CreateFarEnd = () => FarEnd;

/** A far end that answers every SDP with a well-formed one and sends no media. */
export const createSilentFarEnd: CreateFarEnd = () => ({
  offer: async () => writeSdp({ mid: "audio", opus: "111", dtmf: "126", setup: "actpass" }),
  answer: async (offer) =>
    writeSdp({
      mid: /^a=mid:(\S+)/m.exec(offer)?.[1] ?? "0",
      opus: /^a=rtpmap:(\d+) opus\/48000/im.exec(offer)?.[1] ?? "111",
      dtmf: /^a=rtpmap:(\d+) telephone-event\/8000/im.exec(offer)?.[1] ?? null,
      setup: "active",
    }),
  accept: async () => {},
  close: async () => {},
});

interface SdpParts {
  mid: string;
  /** Payload types: an answer must take those of the offer. */
  opus: string;
  dtmf: string | null;
  setup: "actpass" | "active";
}

/** In the manner of WhatsApp: ICE-lite, one host candidate, one audio stream with one SSRC. */
function writeSdp({ mid, opus, dtmf, setup }: SdpParts): string {
  const ssrc = randomInt(1, 2 ** 31);
  const lines = [
    "v=0",
    `o=- ${randomInt(1, 2 ** 47)} 2 IN IP4 127.0.0.1`,
    "s=-",
    "t=0 0",
    `a=group:BUNDLE ${mid}`,
    "a=msid-semantic: WMS simulator",
    "a=ice-lite",
    `m=audio 9 UDP/TLS/RTP/SAVPF ${dtmf === null ? opus : `${opus} ${dtmf}`}`,
    "c=IN IP4 127.0.0.1",
    "a=rtcp:9 IN IP4 0.0.0.0",
    "a=candidate:1 1 udp 2113937151 127.0.0.1 9 typ host generation 0",
    "a=end-of-candidates",
    `a=ice-ufrag:${randomBytes(6).toString("base64url")}`,
    `a=ice-pwd:${randomBytes(18).toString("base64url")}`,
    `a=fingerprint:sha-256 ${fingerprint()}`,
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

function fingerprint(): string {
  return (randomBytes(32).toString("hex").toUpperCase().match(/../g) ?? []).join(":");
}
