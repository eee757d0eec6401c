import { describe, expect, test } from "vitest";
import { chromeAnswer, chromeOffer, metaOffer } from "../testing/sdpSamples.ts";
import { fitAnswerToWhatsapp, fitToWhatsapp } from "./fitToWhatsapp.ts";
import { readSdp } from "./readSdp.ts";

const linesOf = (sdp: string) => sdp.split("\r\n").filter((line) => line !== "");

test("Chrome's offer becomes what WhatsApp wants", () => {
  expect(linesOf(fitToWhatsapp(chromeOffer))).toEqual([
    "v=0",
    "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=group:BUNDLE 0",
    "a=extmap-allow-mixed",
    "a=msid-semantic: WMS",
    "m=audio 53012 UDP/TLS/RTP/SAVPF 111 126",
    "c=IN IP4 192.0.2.10",
    "a=rtcp:9 IN IP4 0.0.0.0",
    "a=candidate:1 1 udp 2122260223 192.0.2.10 53012 typ host generation 0 network-id 1",
    "a=candidate:2 1 udp 1686052607 198.51.100.7 53012 typ srflx raddr 192.0.2.10 rport 53012 generation 0 network-id 1",
    "a=ice-ufrag:Yf8o",
    "a=ice-pwd:asd88fgpdd777uzjYhagZg",
    "a=ice-options:trickle",
    `a=fingerprint:sha-256 ${["01", ...Array(31).fill("AB")].join(":")}`,
    "a=setup:actpass",
    "a=mid:0",
    "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    "a=sendrecv",
    "a=msid:- 5e2f8f5c-0000-4000-8000-1f2d3c4b5a69",
    "a=rtcp-mux",
    "a=rtcp-rsize",
    "a=rtpmap:111 opus/48000/2",
    "a=rtcp-fb:111 transport-cc",
    "a=fmtp:111 minptime=10;useinbandfec=1",
    "a=rtpmap:126 telephone-event/8000",
    "a=ptime:20",
    "a=maxptime:20",
    "a=ssrc:3735928559 cname:o/i14u9pJrxRKAsu",
    "a=ssrc:3735928559 msid:- 5e2f8f5c-0000-4000-8000-1f2d3c4b5a69",
  ]);
});

test("what it makes is what WhatsApp wants already", () => {
  const once = fitToWhatsapp(chromeOffer);
  expect(fitToWhatsapp(once)).toBe(once);
  expect(readSdp(fitToWhatsapp(metaOffer))).toEqual(readSdp(metaOffer));
});

test("line ends are CRLF, whatever they were", () => {
  expect(fitToWhatsapp(chromeOffer.replaceAll("\r\n", "\n"))).toBe(fitToWhatsapp(chromeOffer));
  expect(fitToWhatsapp(chromeOffer).replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});

describe("one audio stream with one source", () => {
  test("further sources and their groups go", () => {
    const sdp = `${chromeOffer}a=ssrc-group:FID 3735928559 2\r\na=ssrc:2 cname:o/i14u9pJrxRKAsu\r\n`;
    expect(readSdp(sdp).sources).toBe(2);
    expect(fitToWhatsapp(sdp)).toBe(fitToWhatsapp(chromeOffer));
  });

  test("video and data go, and the bundle is the audio's", () => {
    const sdp = `${chromeOffer.replace("BUNDLE 0", "BUNDLE 0 1")}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n`;
    expect(fitToWhatsapp(sdp)).toBe(fitToWhatsapp(chromeOffer));
  });

  test("an SDP without audio is left alone", () => {
    expect(fitToWhatsapp("v=0\r\ns=-\r\n")).toBe("v=0\r\ns=-\r\n");
  });
});

test("only a sha-256 fingerprint stays, in whatever case and section", () => {
  const other = "a=fingerprint:sha-1 11:22:33\r\n";
  const sdp = chromeOffer
    .replace("a=fingerprint:sha-256", `${other}a=fingerprint:SHA-256`)
    .replace("t=0 0\r\n", `t=0 0\r\n${other}`);
  const fingerprints = linesOf(fitToWhatsapp(sdp)).filter((line) => line.includes("fingerprint"));
  expect(fingerprints).toEqual([expect.stringMatching(/^a=fingerprint:SHA-256 01:/)]);
});

test("other packet times give way to 20 ms", () => {
  const sdp = chromeOffer.replace(
    "a=rtcp-mux\r\n",
    "a=ptime:60\r\na=maxptime:120\r\na=rtcp-mux\r\n",
  );
  expect(fitToWhatsapp(sdp)).toBe(fitToWhatsapp(chromeOffer));
});

test("codecs are known by name, not by number", () => {
  const sdp = chromeOffer.replaceAll(/\b111\b/g, "109").replaceAll(/\b126\b/g, "101");
  expect(fitToWhatsapp(sdp)).toContain("m=audio 53012 UDP/TLS/RTP/SAVPF 109 101\r\n");
});

test.each(["actpass", "passive", "active"])("an answer is DTLS client, not %s", (setup) => {
  const answer = fitAnswerToWhatsapp(chromeAnswer.replace("a=setup:active", `a=setup:${setup}`));
  expect(answer).toBe(fitAnswerToWhatsapp(chromeAnswer));
  expect(linesOf(answer).filter((line) => line.startsWith("a=setup"))).toEqual(["a=setup:active"]);
});

test("an SDP is read", () => {
  expect(readSdp(chromeOffer)).toEqual({
    audioStreams: 1,
    hasOpus: true,
    hasDtmf: true,
    sources: 1,
    candidateTypes: ["host", "srflx"],
  });
  expect(readSdp(chromeOffer.replace("telephone-event/8000", "x/8000")).hasDtmf).toBe(false);
  expect(readSdp("")).toMatchObject({ audioStreams: 0, hasOpus: false, candidateTypes: [] });
});
