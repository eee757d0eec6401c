import { expect, test } from "vitest";
import { untidySdps } from "../../test/untidySdps.ts";
import { metaOffer } from "../testing/sdpSamples.ts";
import { tidySdp } from "./tidySdp.ts";

test.each(untidySdps(metaOffer))("%s", (_, sdp) => {
  expect(sdp).not.toBe(metaOffer);
  expect(tidySdp(sdp)).toBe(metaOffer);
});

test("the slashes that PHP escapes, in JSON that was encoded twice", () => {
  const escaped = JSON.stringify(metaOffer).replaceAll("/", "\\/");
  expect(tidySdp(escaped)).toBe(metaOffer);
});

test("a valid SDP does not change", () => {
  expect(tidySdp(metaOffer)).toBe(metaOffer);
});

test("a million spaces within a line take no longer than other characters", () => {
  const long = `a=x:1${" ".repeat(1_000_000)}2`;
  expect(tidySdp(`${metaOffer}  ${long}  \r\n`)).toBe(`${metaOffer}${long}\r\n`);
});

test("the same line in another section is kept", () => {
  const two = `${metaOffer}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=setup:actpass\r\na=rtcp-mux\r\n`;
  expect(tidySdp(two)).toBe(two);
});

test("a=rtcp-mux is added to an offer without it", () => {
  const untold = metaOffer.replace("a=rtcp-mux\r\n", "");
  expect(tidySdp(untold).split("\r\n").toSorted()).toEqual(metaOffer.split("\r\n").toSorted());
});

test("a text that is not an SDP is not repaired, so the browser refuses it", () => {
  expect(tidySdp("")).toBe("\r\n");
  expect(tidySdp("hello")).toBe("\r\n");
});
