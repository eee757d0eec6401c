import { expect, test } from "vitest";
import { untidySdps } from "../../test/untidySdps.ts";
import { metaOffer } from "../testing/sdpSamples.ts";
import { tidySdp } from "./tidySdp.ts";

test.each(untidySdps(metaOffer))("%s", (_, sdp) => {
  expect(sdp).not.toBe(metaOffer);
  expect(tidySdp(sdp)).toBe(metaOffer);
});

test("a tidy SDP stays as it is", () => {
  expect(tidySdp(metaOffer)).toBe(metaOffer);
});

test("the same line in another section stays", () => {
  const two = `${metaOffer}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=setup:actpass\r\na=rtcp-mux\r\n`;
  expect(tidySdp(two)).toBe(two);
});

test("WhatsApp has one port: an offer that does not say so is made to", () => {
  const untold = metaOffer.replace("a=rtcp-mux\r\n", "");
  expect(tidySdp(untold).split("\r\n").toSorted()).toEqual(metaOffer.split("\r\n").toSorted());
});

test("what is no SDP is left to the browser to refuse", () => {
  expect(tidySdp("")).toBe("\r\n");
  expect(tidySdp("hello")).toBe("\r\n");
});
