/** The parts of a browser's SDP that the signalling checks. `mark` makes it distinct. */
export function writeSdp(setup: "actpass" | "active", mark = "a"): string {
  const fingerprint = Array.from({ length: 32 }, () => "AB").join(":");
  return [
    "v=0",
    "o=- 2822644248144643933 2 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=group:BUNDLE audio",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 126",
    "c=IN IP4 0.0.0.0",
    `a=ice-ufrag:${mark}ufr`,
    "a=ice-pwd:7fJSbV2N5qWiA5QiDKwK3vuh",
    `a=fingerprint:sha-256 ${fingerprint}`,
    `a=setup:${setup}`,
    "a=mid:audio",
    "a=sendrecv",
    "a=rtcp-mux",
    "a=rtpmap:111 opus/48000/2",
    "a=fmtp:111 minptime=10;useinbandfec=1",
    "a=rtpmap:126 telephone-event/8000",
    "a=ssrc:330833028 cname:EDc1JutBl8rwHQc2",
    "",
  ].join("\r\n");
}
