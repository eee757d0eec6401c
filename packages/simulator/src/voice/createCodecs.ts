import { RTCRtpCodecParameters } from "werift";
import type { PayloadTypes } from "../media/writeSdp.ts";

/** Creates the two codecs of a WhatsApp call: Opus and telephone-event. */
export const createCodecs = (
  types: Record<keyof PayloadTypes, number>,
): RTCRtpCodecParameters[] => [
  new RTCRtpCodecParameters({
    mimeType: "audio/opus",
    clockRate: 48_000,
    channels: 2,
    payloadType: types.opus,
  }),
  new RTCRtpCodecParameters({
    mimeType: "audio/telephone-event",
    clockRate: 8_000,
    payloadType: types.dtmf,
  }),
];
