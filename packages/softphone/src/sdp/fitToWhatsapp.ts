import { findPayloadTypes } from "./readSdp.ts";
import { joinSdp, splitSdp } from "./tidySdp.ts";

/** Edits one line of an SDP. Returns undefined to remove the line. */
type LineFit = (line: string) => string | undefined;

/**
 * Converts a browser's SDP to the form that WhatsApp requires (Meta's calling reference, "SDP"): one audio stream, one
 * SSRC, Opus 48 kHz with packets of 20 ms, telephone-event 8 kHz, only a sha-256 fingerprint, and candidates that WhatsApp
 * can use. The browser keeps its own description; only the copy for WhatsApp is converted.
 */
export function fitToWhatsapp(sdp: string): string {
  const { session, media } = splitSdp(sdp);
  const audio = media.find(([first]) => first?.startsWith("m=audio "));
  if (!audio) return sdp;
  const payloadTypes = new Map(findPayloadTypes(audio));
  const mid = audio.find((line) => line.startsWith("a=mid:"))?.slice("a=mid:".length);
  const fits: LineFit[] = [fitFingerprint, fitCodec(payloadTypes), fitSource(audio), fitCandidate];
  const [mLine = "", ...lines] = audio;
  // Two notations of one codec have become the same line: the first stays, so that the packet times follow it.
  const kept = [...new Set(fitLines(lines, fits))];
  return joinSdp(
    fitLines(session, [fitFingerprint]).map((line) =>
      line.startsWith("a=group:BUNDLE") && mid !== undefined ? `a=group:BUNDLE ${mid}` : line,
    ),
    [
      fitAddress([
        [...mLine.split(/\s+/).slice(0, 3), ...payloadTypes.keys()].join(" "),
        ...insertAfterCodecs(kept, ["a=ptime:20", "a=maxptime:20"]),
      ]),
    ],
  );
}

/** Converts an answer like `fitToWhatsapp`, and makes the business the DTLS client: `active` answers Meta's `actpass`. */
export function fitAnswerToWhatsapp(sdp: string): string {
  return fitToWhatsapp(sdp).replace(/^a=setup:.*$/gm, "a=setup:active");
}

function fitLines(lines: readonly string[], fits: readonly LineFit[]): string[] {
  return fits.reduce((kept, edit) => kept.flatMap((line) => edit(line) ?? []), [...lines]);
}

/** Keeps the lines of WhatsApp's codecs, in one notation. Removes the packet times, because ours are added later. */
function fitCodec(payloadTypes: ReadonlyMap<string, string>): LineFit {
  return (line) => {
    if (/^a=(max)?ptime:/.test(line)) return undefined;
    const [, attribute, type] = /^a=(rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line) ?? [];
    if (type === undefined) return line;
    const name = payloadTypes.get(type);
    return name !== undefined && attribute === "rtpmap" ? `a=rtpmap:${type} ${name}` : name && line;
  };
}

function fitSource(lines: readonly string[]): LineFit {
  const sourceOf = (line: string) => /^a=ssrc:(\d+) /.exec(line)?.[1];
  const first = lines.map(sourceOf).find((source) => source !== undefined);
  return (line) => {
    if (line.startsWith("a=ssrc-group:")) return undefined;
    const source = sourceOf(line);
    return source === undefined || source === first ? line : undefined;
  };
}

function fitFingerprint(line: string): string | undefined {
  const isOther = line.startsWith("a=fingerprint:") && !/^a=fingerprint:sha-256 /i.test(line);
  return isOther ? undefined : line;
}

/**
 * Keeps the candidates that WhatsApp can use: UDP on one port. Removes `.local` names, which WhatsApp cannot resolve. An
 * SDP without candidates is valid, like Meta's own sample: WhatsApp is ICE-lite and learns our addresses from our checks.
 */
function fitCandidate(line: string): string | undefined {
  if (line.startsWith("a=rtcp:")) return "a=rtcp:9 IN IP4 0.0.0.0";
  if (!line.startsWith("a=candidate:")) return line;
  const [, component, transport, , address] = line.split(/\s+/);
  if (component !== "1" || transport?.toLowerCase() !== "udp" || isLocalName(address))
    return undefined;
  return line.replace(/ raddr \S+\.local rport \d+/i, " raddr 0.0.0.0 rport 0");
}

/** Removes the default address if no candidate is left or if it is a `.local` name (RFC 8840, 4.1.1). */
function fitAddress(lines: readonly string[]): string[] {
  const hasAddress =
    lines.some((line) => line.startsWith("a=candidate:")) &&
    !lines.some((line) => line.startsWith("c=") && isLocalName(line));
  if (hasAddress) return [...lines];
  return lines.map((line) =>
    line.replace(/^m=audio \d+/, "m=audio 9").replace(/^c=.*/, "c=IN IP4 0.0.0.0"),
  );
}

function isLocalName(address = ""): boolean {
  return /\.local\.?$/i.test(address);
}

function insertAfterCodecs(lines: readonly string[], added: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => /^a=(rtpmap|fmtp|rtcp-fb):/.test(line)) + 1;
  return [...lines.slice(0, last), ...added, ...lines.slice(last)];
}
