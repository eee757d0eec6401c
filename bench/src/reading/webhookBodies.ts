import { metaItems, metaWebhook, ycloudEvent } from "@skale-calls/core/testing";

/** The number of bodies in a pass. All bodies are different, like real webhooks. */
const bodiesPerSize = 200;

/** The same call in YCloud's and in Meta's webhook. Both bodies have the same length. */
export interface BodyPair {
  ycloud: string;
  meta: string;
}

/** Typical lengths: the end of a call, and the start of a call with its SDP. */
export const bodySizes = [
  { label: "540 bytes, the end of a call", make: () => makeBodies(540, endOf) },
  {
    label: "2,600 bytes, an incoming call with its SDP",
    make: () => makeBodies(2600, beginningOf),
  },
] as const;

/** Writes both bodies of a call. The filler becomes part of the id or of the SDP, to reach the wanted length. */
type Write = (callId: string, filler: string) => { ycloud: unknown; meta: unknown };

const withoutParents = { fromParentUserId: undefined };
/** Meta's items with the same fields as YCloud's, which do not contain the payload of a button or a link. */
const metaEnd = withoutExtras(metaItems.completed);
const metaOffer = withoutExtras(metaItems.offer);

const endOf: Write = (callId, filler) => ({
  ycloud: ycloudEvent("completed", { wacid: callId + filler, payload: withoutParents }),
  meta: metaWebhook("calls", { calls: [{ ...metaEnd, id: callId + filler }] }),
});

const beginningOf: Write = (callId, filler) => {
  const session = { sdp_type: "offer", sdp: sdp + filler };
  return {
    ycloud: ycloudEvent("offer", {
      wacid: callId,
      payload: { ...withoutParents, sdp: session.sdp },
    }),
    meta: metaWebhook("calls", { calls: [{ ...metaOffer, id: callId, session }] }),
  };
};

function withoutExtras({
  from_parent_user_id: _,
  cta_payload: __,
  deeplink_payload: ___,
  ...item
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return item;
}

function makeBodies(bytes: number, write: Write): BodyPair[] {
  return Array.from({ length: bodiesPerSize }, (_body, index) => {
    const callId = `wacid.${String(index).padStart(4, "0")}.`;
    return {
      ycloud: fill(bytes, (filler) => write(callId, filler).ycloud),
      meta: fill(bytes, (filler) => write(callId, filler).meta),
    };
  });
}

function fill(bytes: number, write: (filler: string) => unknown): string {
  const missing = bytes - JSON.stringify(write("")).length;
  if (missing < 0) throw new Error(`The body is ${-missing} bytes longer than ${bytes}.`);
  return JSON.stringify(write("A".repeat(missing)));
}

/** An SDP as long as a browser's: many codecs, ICE candidates, one track. */
const sdp = [
  "v=0",
  "o=- 4054442297240208280 2 IN IP4 127.0.0.1",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0",
  "a=extmap-allow-mixed",
  "a=msid-semantic: WMS 7f1d2c34",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
  "c=IN IP4 0.0.0.0",
  "a=rtcp:9 IN IP4 0.0.0.0",
  ...Array.from(
    { length: 8 },
    (_line, n) => `a=candidate:${n} 1 udp 2122260223 192.0.2.${n} 5${n}321 typ host generation 0`,
  ),
  "a=ice-ufrag:bench",
  "a=ice-pwd:benchbenchbenchbenchbenc",
  "a=ice-options:trickle",
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => "A7").join(":")}`,
  "a=setup:actpass",
  "a=mid:0",
  "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
  "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
  "a=sendrecv",
  "a=rtcp-mux",
  "a=rtcp-rsize",
  "a=rtpmap:111 opus/48000/2",
  "a=rtcp-fb:111 transport-cc",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "a=rtpmap:63 red/48000/2",
  "a=fmtp:63 111/111",
  "a=rtpmap:9 G722/8000",
  "a=rtpmap:0 PCMU/8000",
  "a=rtpmap:8 PCMA/8000",
  "a=rtpmap:13 CN/8000",
  "a=rtpmap:110 telephone-event/48000",
  "a=rtpmap:126 telephone-event/8000",
  ...Array.from({ length: 4 }, (_line, n) => `a=ssrc:${1001 + n} cname:bench msid:7f1d2c34 a${n}`),
  "",
].join("\r\n");
