import { describe, expect, test } from "vitest";
import { chromeAnswer, chromeOffer, firefoxOffer, metaOffer } from "../testing/sdpSamples.ts";
import { fitAnswerToWhatsapp, fitToWhatsapp } from "./fitToWhatsapp.ts";
import { readSdp } from "./readSdp.ts";

const linesOf = (sdp: string) => sdp.split("\r\n").filter((line) => line !== "");

test("Chrome's offer is converted to WhatsApp's form", () => {
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

test("an SDP that is already converted does not change", () => {
  const once = fitToWhatsapp(chromeOffer);
  expect(fitToWhatsapp(once)).toBe(once);
  expect(readSdp(fitToWhatsapp(metaOffer))).toEqual(readSdp(metaOffer));
});

test("all line ends become CRLF", () => {
  expect(fitToWhatsapp(chromeOffer.replaceAll("\r\n", "\n"))).toBe(fitToWhatsapp(chromeOffer));
  expect(fitToWhatsapp(chromeOffer).replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});

test("keeps one of two lines that become equal", () => {
  const doubled = chromeOffer.replace(
    "a=rtcp:9 IN IP4 0.0.0.0",
    "$&\r\na=rtcp:10 IN IP4 192.0.2.10",
  );
  expect(fitToWhatsapp(doubled)).toBe(fitToWhatsapp(chromeOffer));
});

test("a codec that is repeated in another notation after the sources keeps the packet times in their place", () => {
  const repeated = chromeOffer.replace(
    /(a=ssrc:.*\r\n)(?!a=ssrc)/,
    "$1a=rtpmap:126 telephone-event/8000/1\r\n",
  );
  expect(repeated).not.toBe(chromeOffer);
  expect(fitToWhatsapp(repeated)).toBe(fitToWhatsapp(chromeOffer));
});

test("keeps the protocol of an m-line with two spaces", () => {
  const spaced = chromeOffer.replace("m=audio 53012", "m=audio  53012");
  expect(fitToWhatsapp(spaced)).toBe(fitToWhatsapp(chromeOffer));
});

describe("one audio stream with one source", () => {
  test("other sources and their groups are removed", () => {
    const sdp = `${chromeOffer}a=ssrc-group:FID 3735928559 2\r\na=ssrc:2 cname:o/i14u9pJrxRKAsu\r\n`;
    expect(readSdp(sdp).sources).toBe(2);
    expect(fitToWhatsapp(sdp)).toBe(fitToWhatsapp(chromeOffer));
  });

  test("video and data are removed, also from the bundle", () => {
    const sdp = `${chromeOffer.replace("BUNDLE 0", "BUNDLE 0 1")}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n`;
    expect(fitToWhatsapp(sdp)).toBe(fitToWhatsapp(chromeOffer));
  });

  test("an SDP without audio does not change", () => {
    expect(fitToWhatsapp("v=0\r\ns=-\r\n")).toBe("v=0\r\ns=-\r\n");
  });
});

test("only a sha-256 fingerprint is kept, in any case and section", () => {
  const other = "a=fingerprint:sha-1 11:22:33\r\n";
  const sdp = chromeOffer
    .replace("a=fingerprint:sha-256", `${other}a=fingerprint:SHA-256`)
    .replace("t=0 0\r\n", `t=0 0\r\n${other}`);
  const fingerprints = linesOf(fitToWhatsapp(sdp)).filter((line) => line.includes("fingerprint"));
  expect(fingerprints).toEqual([expect.stringMatching(/^a=fingerprint:SHA-256 01:/)]);
});

test("other packet times are replaced by 20 ms", () => {
  const sdp = chromeOffer.replace(
    "a=rtcp-mux\r\n",
    "a=ptime:60\r\na=maxptime:120\r\na=rtcp-mux\r\n",
  );
  expect(fitToWhatsapp(sdp)).toBe(fitToWhatsapp(chromeOffer));
});

test("codecs are recognised by name, not by number", () => {
  const sdp = chromeOffer.replaceAll(/\b111\b/g, "109").replaceAll(/\b126\b/g, "101");
  expect(fitToWhatsapp(sdp)).toContain("m=audio 53012 UDP/TLS/RTP/SAVPF 109 101\r\n");
});

test("Firefox's offer is converted to WhatsApp's form: codecs in one notation, no .local name and no TCP", () => {
  expect(linesOf(fitToWhatsapp(firefoxOffer))).toEqual([
    "v=0",
    "o=mozilla...THIS_IS_SDPARTA-99.0 4035994621823178246 0 IN IP4 0.0.0.0",
    "s=-",
    "t=0 0",
    `a=fingerprint:sha-256 ${["04", ...Array(31).fill("AB")].join(":")}`,
    "a=group:BUNDLE 0",
    "a=ice-options:trickle",
    "a=msid-semantic:WMS *",
    "m=audio 9 UDP/TLS/RTP/SAVPF 109 101",
    "c=IN IP4 0.0.0.0",
    "a=sendrecv",
    "a=end-of-candidates",
    "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    "a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1",
    "a=fmtp:101 0-15",
    "a=ice-pwd:9d1ab0e2b3f7a1c4d5e6f708192a3b4c",
    "a=ice-ufrag:5c1b9a0d",
    "a=mid:0",
    "a=msid:{4c1e0a52-0000-4000-8000-7f1d2b3c4e5f} {9b2f7d11-0000-4000-8000-0c1d2e3f4a5b}",
    "a=rtcp:9 IN IP4 0.0.0.0",
    "a=rtcp-mux",
    "a=rtpmap:109 opus/48000/2",
    "a=rtpmap:101 telephone-event/8000",
    "a=ptime:20",
    "a=maxptime:20",
    "a=setup:actpass",
    "a=ssrc:2871036545 cname:{0f6b7c39-0000-4000-8000-1a2b3c4d5e6f}",
  ]);
  expect(readSdp(firefoxOffer)).toMatchObject({ hasOpus: true, hasDtmf: true });
});

describe("codecs in all notations of browsers", () => {
  /** Chrome's offer with other lines for DTMF, and the lines that are kept. */
  test.each([
    ["with the number of channels", ["rtpmap:126 telephone-event/8000/1"], "111 126"],
    ["other case", ["rtpmap:126 Telephone-Event/8000"], "111 126"],
    ["sixteen events", ["rtpmap:126 telephone-event/8000", "fmtp:126 0-16"], "111 126"],
    ["a low number", ["rtpmap:101 telephone-event/8000/1", "fmtp:101 0-15"], "111 101"],
    ["a number below 96", ["rtpmap:35 telephone-event/8000"], "111 35"],
    [
      "also 48 kHz",
      ["rtpmap:110 telephone-event/48000", "rtpmap:126 telephone-event/8000"],
      "111 126",
    ],
    ["48 kHz with a channel", ["rtpmap:110 telephone-event/48000/1"], "111"],
    ["only 16 kHz", ["rtpmap:105 telephone-event/16000"], "111"],
    ["two channels, which is another encoding", ["rtpmap:126 telephone-event/8000/2"], "111"],
  ])("%s", (_, lines, payloadTypes) => {
    const types = lines.flatMap((line) => /rtpmap:(\d+)/.exec(line)?.[1] ?? []);
    const attributes = lines.map((line) => `a=${line}\r\n`).join("");
    const sdp = chromeOffer
      .replace("111 63 9 0 8 13 110 126", ["111", "0", ...types].join(" "))
      .replaceAll(/a=rtpmap:\d+ telephone-event.*\r\n/g, "")
      .replace("a=ssrc:", `${attributes}a=ssrc:`);
    const fitted = fitToWhatsapp(sdp);
    expect(fitted).toContain(`m=audio 53012 UDP/TLS/RTP/SAVPF ${payloadTypes}\r\n`);
    const kept = linesOf(fitted).filter((line) => line.startsWith("a=rtpmap:"));
    expect(kept).toEqual(
      payloadTypes
        .split(" ")
        .map(
          (type) => `a=rtpmap:${type} ${type === "111" ? "opus/48000/2" : "telephone-event/8000"}`,
        ),
    );
    expect(readSdp(sdp).hasDtmf).toBe(payloadTypes !== "111");
  });

  test("Opus becomes the first codec", () => {
    const sdp = chromeOffer.replace("111 63 9 0 8 13 110 126", "126 0 110 111");
    expect(fitToWhatsapp(sdp)).toContain("m=audio 53012 UDP/TLS/RTP/SAVPF 111 126\r\n");
    const shouted = chromeOffer.replace("opus/48000/2", "OPUS/48000/2");
    expect(fitToWhatsapp(shouted)).toBe(fitToWhatsapp(chromeOffer));
  });
});

describe("candidates that WhatsApp can use", () => {
  const candidates = (...lines: string[]) =>
    chromeOffer
      .replaceAll(/a=candidate.*\r\n/g, "")
      .replace(
        "a=ice-ufrag",
        `${lines.map((line) => `a=candidate:${line}\r\n`).join("")}a=ice-ufrag`,
      );
  const keptOf = (sdp: string) =>
    linesOf(fitToWhatsapp(sdp)).filter((line) => /^(m=|c=|a=candidate|a=rtcp:)/.test(line));
  const noAddress = [
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 126",
    "c=IN IP4 0.0.0.0",
    "a=rtcp:9 IN IP4 0.0.0.0",
  ];
  const address = [
    "m=audio 53012 UDP/TLS/RTP/SAVPF 111 126",
    "c=IN IP4 192.0.2.10",
    "a=rtcp:9 IN IP4 0.0.0.0",
  ];

  test.each([
    [
      "a name (Safari, Chrome without the microphone)",
      "1 1 udp 2113937151 0b9c.local 53012 typ host generation 0",
    ],
    ["a name in capitals", "1 1 udp 2113937151 0B9C.LOCAL 53012 typ host"],
    ["TCP", "1 1 tcp 1518280447 192.0.2.10 9 typ host tcptype active generation 0"],
    ["TCP of Firefox", "1 1 TCP 2105524479 192.0.2.10 9 typ host tcptype active"],
    ["RTCP's own port", "0 2 UDP 2122252542 192.0.2.10 53013 typ host"],
  ])("not %s", (_, candidate) => {
    expect(keptOf(candidates(candidate))).toEqual(noAddress);
  });

  test.each([
    ["UDP in capitals", "0 1 UDP 2122252543 192.0.2.10 53012 typ host"],
    ["IPv6", "2 1 udp 2122262783 2001:db8::10 53012 typ host generation 0"],
    [
      "an address of STUN",
      "2 1 udp 1686052607 198.51.100.7 53012 typ srflx raddr 192.0.2.10 rport 53012",
    ],
    ["a relay's", "3 1 udp 41885439 203.0.113.9 60000 typ relay raddr 198.51.100.7 rport 53012"],
  ])("%s stays", (_, candidate) => {
    expect(keptOf(candidates(candidate))).toEqual([...address, `a=candidate:${candidate}`]);
  });

  test("a STUN address is kept, without the .local name in raddr", () => {
    const srflx = "2 1 UDP 1686052863 198.51.100.7 53012 typ srflx raddr 0b9c.local rport 53012";
    expect(keptOf(candidates(srflx)).at(-1)).toBe(
      "a=candidate:2 1 UDP 1686052863 198.51.100.7 53012 typ srflx raddr 0.0.0.0 rport 0",
    );
  });

  test("a .local name in the default address is replaced by no address", () => {
    const srflx = "2 1 UDP 1686052863 198.51.100.7 53012 typ srflx raddr 0.0.0.0 rport 0";
    const sdp = candidates(srflx).replace("c=IN IP4 192.0.2.10", "c=IN IP4 0b9c.local");
    expect(keptOf(sdp)).toEqual([...noAddress, `a=candidate:${srflx}`]);
  });

  test("an SDP without candidates is valid, as in Meta's own sample: WhatsApp learns addresses from our checks", () => {
    expect(fitToWhatsapp(firefoxOffer)).not.toMatch(/a=candidate:|\.local/i);
    expect(keptOf(candidates())).toEqual(noAddress);
  });
});

test.each(["actpass", "passive", "active"])(
  "an answer with setup %s becomes the DTLS client",
  (setup) => {
    const answer = fitAnswerToWhatsapp(chromeAnswer.replace("a=setup:active", `a=setup:${setup}`));
    expect(answer).toBe(fitAnswerToWhatsapp(chromeAnswer));
    expect(linesOf(answer).filter((line) => line.startsWith("a=setup"))).toEqual([
      "a=setup:active",
    ]);
  },
);

test("readSdp reads the facts of an SDP", () => {
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
