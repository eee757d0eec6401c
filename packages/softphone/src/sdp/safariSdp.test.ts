import { expect, test } from "vitest";
import { safariHiddenOffer, safariOffer } from "../testing/sdpSamples.ts";
import { fitAnswerToWhatsapp, fitToWhatsapp } from "./fitToWhatsapp.ts";
import { readSdp } from "./readSdp.ts";

const whatsapps = { audioStreams: 1, sources: 1, hasOpus: true, hasDtmf: true };

test("Safari's offer is converted to WhatsApp's form: Opus first, DTMF at 8 kHz, no other codec", () => {
  const sdp = fitToWhatsapp(safariOffer);
  expect(readSdp(sdp)).toEqual({ ...whatsapps, candidateTypes: ["host", "srflx"] });
  expect(sdp).toMatch(/^m=audio 50412 UDP\/TLS\/RTP\/SAVPF 111 126\r$/m);
  expect(sdp).not.toMatch(/ILBC|red\/|G722|PCMU|CN\/|telephone-event\/48000/);
  expect(sdp).toMatch(/^a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r$/m);
});

test("Safari's .local names are removed; an SDP without candidates remains", () => {
  expect(safariHiddenOffer).toContain(".local");
  const sdp = fitToWhatsapp(safariHiddenOffer);
  expect(sdp).not.toMatch(/\.local|a=candidate:/);
  expect(readSdp(sdp)).toEqual({ ...whatsapps, candidateTypes: [] });
});

test("Safari's answer makes the business the DTLS client", () => {
  const answer = safariOffer.replace("a=setup:actpass", "a=setup:passive");
  expect(fitAnswerToWhatsapp(answer)).toMatch(/^a=setup:active\r$/m);
});
