import { fitAnswerToWhatsapp, fitToWhatsapp } from "@skale-calls/softphone";
import { chromeAnswer, chromeOffer, metaAnswer, metaOffer } from "@skale-calls/softphone/testing";
import fc from "fast-check";
import { editedSamples, textOf } from "../editValue.ts";
import { promise } from "../promise.ts";
import { target } from "../target.ts";

const samples = [chromeOffer, chromeAnswer, metaOffer, metaAnswer].map((sdp) => sdp.split("\r\n"));

/** SDPs of browsers and of WhatsApp, with lines changed, repeated, swapped and lost. */
export const sdps = () =>
  target({
    inputs: fc
      .tuple(editedSamples(samples), fc.constantFrom("\r\n", "\n", "\r\n\r\n"))
      .map(([lines, end]) =>
        Array.isArray(lines) ? lines.flat().map(textOf).join(end) : textOf(lines),
      ),
    check(sdp) {
      for (const convert of [fitToWhatsapp, fitAnswerToWhatsapp]) {
        const fitted = convert(sdp);
        // Two SDPs in one text are no SDP.
        const isOne = sdp.match(/^v=/gm)?.length === 1 && convert === fitToWhatsapp;
        promise(!isOne || convert(fitted) === fitted, "a fitted SDP stays as it is");
        if (!/^m=audio /m.test(sdp) || fitted === sdp) continue;
        promise(!/^a=candidate:.*\.local/im.test(fitted), "no candidate is a name");
        promise(fitted.match(/^m=/gm)?.length === 1, "one stream is left");
        promise(fitted.length <= sdp.length + 2000, "an SDP does not grow");
      }
    },
  });
