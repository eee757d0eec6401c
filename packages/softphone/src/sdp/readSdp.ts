import { splitSdp } from "./tidySdp.ts";

export interface SdpFacts {
  audioStreams: number;
  hasOpus: boolean;
  /** True if the SDP has DTMF (RFC 4733) at 8 kHz, the only clock rate that WhatsApp supports. */
  hasDtmf: boolean;
  /** The number of SSRCs. */
  sources: number;
  /** The kinds of candidates, each once: `host`, `srflx`, `prflx`, `relay`. */
  candidateTypes: string[];
}

/** WhatsApp's encodings: Opus only at 48 kHz, and DTMF only at 8 kHz. */
const encodings = ["opus/48000/2", "telephone-event/8000"] as const;

/** Reads the facts of an SDP, for `diagnose` and for tests. */
export function readSdp(sdp: string): SdpFacts {
  const audio = findAudio(sdp);
  const lines = audio.flat();
  const matches = (pattern: RegExp) => [
    ...new Set(lines.flatMap((line) => pattern.exec(line)?.[1] ?? [])),
  ];
  return {
    audioStreams: audio.length,
    hasOpus: hasEncoding(sdp, "opus/48000/2"),
    hasDtmf: hasEncoding(sdp, "telephone-event/8000"),
    sources: matches(/^a=ssrc:(\d+) /).length,
    candidateTypes: matches(/^a=candidate:.* typ (\w+)/),
  };
}

/** True if an audio stream of the SDP has this encoding. */
export function hasEncoding(sdp: string, encoding: (typeof encodings)[number]): boolean {
  return findAudio(sdp).some((section) =>
    findPayloadTypes(section).some(([, name]) => name === encoding),
  );
}

function findAudio(sdp: string): string[][] {
  return splitSdp(sdp).media.filter(([first]) => first?.startsWith("m=audio "));
}

/**
 * Finds the payload types of WhatsApp's encodings, with their names. Opus is first, because the sender uses the first one.
 * Names are case-insensitive, and the suffix `/1` (one channel) is optional (RFC 8866, 6.6): Firefox before 129 writes
 * `telephone-event/8000/1`.
 */
export function findPayloadTypes(
  section: readonly string[],
): [payloadType: string, name: string][] {
  const [, , , ...payloadTypes] = (section[0] ?? "").split(/\s+/);
  const nameOf = (payloadType: string) =>
    section
      .find((line) => line.startsWith(`a=rtpmap:${payloadType} `))
      ?.split(/\s+/)[1]
      ?.toLowerCase()
      .replace(/\/1$/, "");
  return encodings.flatMap((name) =>
    payloadTypes.flatMap((type): [string, string][] =>
      nameOf(type) === name ? [[type, name]] : [],
    ),
  );
}
