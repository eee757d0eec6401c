export const contactPhone = "+525512345678";
export const businessPhone = "+525550001111";
export const webhookSecret = "whsec_0123456789abcdef";
export const webhookToken = "token-of-the-test";

/** Returns an SDP with the relevant lines of Chromium's SDP. */
export function sampleSdp(setup: "actpass" | "active", mark = "mark"): string {
  return [
    "v=0",
    "o=- 4054442297240208280 2 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=group:BUNDLE 0",
    "m=audio 9 UDP/TLS/RTP/SAVPF 109 126",
    "c=IN IP4 0.0.0.0",
    `a=ice-ufrag:${mark}`,
    "a=ice-pwd:0123456789abcdef01234567",
    "a=fingerprint:sha-256 AB:CD",
    `a=setup:${setup}`,
    "a=mid:0",
    "a=rtcp-mux",
    "a=rtpmap:109 opus/48000/2",
    "a=rtpmap:126 telephone-event/8000",
    "",
  ].join("\r\n");
}
