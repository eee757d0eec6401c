import { joinSdp, payloadTypesOf, splitSdp } from "./sdpLines.ts";

type LineFilter = (line: string) => boolean;

/** WhatsApp's: Opus at 48 kHz, DTMF at 8 kHz and no other clock rate. */
const encodings = ["opus/48000/2", "telephone-event/8000"];

/**
 * A browser's SDP as WhatsApp wants it (Meta's calling reference, "SDP"): one audio stream, one SSRC, Opus
 * 48 kHz with packets of 20 ms, telephone-event 8 kHz, a sha-256 fingerprint alone. Only what is sent
 * is edited; the browser keeps its own description, of which this is a part.
 */
export function fitToWhatsapp(sdp: string): string {
  const { session, media } = splitSdp(sdp);
  const audio = media.find(([first]) => first?.startsWith("m=audio "));
  if (!audio) return sdp;
  const [mLine = "", ...lines] = audio;
  const payloadTypes = payloadTypesOf(audio, encodings);
  const keeps = [isOfPayloadTypes(payloadTypes), isOfOneSource(lines), isNoOtherFingerprint];
  const kept = lines.filter((line) => keeps.every((keep) => keep(line)) && !isPacketTime(line));
  const mid = lines.find((line) => line.startsWith("a=mid:"))?.slice("a=mid:".length);
  return joinSdp(
    session
      .filter(isNoOtherFingerprint)
      .map((line) =>
        line.startsWith("a=group:BUNDLE") && mid !== undefined ? `a=group:BUNDLE ${mid}` : line,
      ),
    [
      [
        [...mLine.split(" ").slice(0, 3), ...payloadTypes].join(" "),
        ...insertAfterCodecs(kept, ["a=ptime:20", "a=maxptime:20"]),
      ],
    ],
  );
}

/** As `fitToWhatsapp`, and DTLS client: the business is `active` towards Meta's `actpass`. */
export function fitAnswerToWhatsapp(sdp: string): string {
  return fitToWhatsapp(sdp).replace(/^a=setup:.*$/gm, "a=setup:active");
}

function isOfPayloadTypes(payloadTypes: readonly string[]): LineFilter {
  return (line) => {
    const payloadType = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1];
    return payloadType === undefined || payloadTypes.includes(payloadType);
  };
}

function isOfOneSource(lines: readonly string[]): LineFilter {
  const sourceOf = (line: string) => /^a=ssrc:(\d+) /.exec(line)?.[1];
  const first = lines.map(sourceOf).find((source) => source !== undefined);
  return (line) => {
    if (line.startsWith("a=ssrc-group:")) return false;
    const source = sourceOf(line);
    return source === undefined || source === first;
  };
}

function isNoOtherFingerprint(line: string): boolean {
  return !line.startsWith("a=fingerprint:") || /^a=fingerprint:sha-256 /i.test(line);
}

function isPacketTime(line: string): boolean {
  return /^a=(max)?ptime:/.test(line);
}

function insertAfterCodecs(lines: readonly string[], added: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => /^a=(rtpmap|fmtp|rtcp-fb):/.test(line)) + 1;
  return [...lines.slice(0, last), ...added, ...lines.slice(last)];
}
