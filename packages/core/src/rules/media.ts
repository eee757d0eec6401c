import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { timeLimits } from "./timeLimits.ts";

export const mediaKinds = ["recording", "transcript"] as const;
export type MediaKind = (typeof mediaKinds)[number];

/**
 * `pending`: to be stored, now or after a pause. `stored`: in our storage. `failed`: no further attempts, unless an agent asks
 * for one. `expired`: the provider has deleted it. `removed`: deleted from our storage because its retention period is over.
 */
export const mediaStatuses = ["pending", "stored", "failed", "expired", "removed"] as const;
export type MediaStatus = (typeof mediaStatuses)[number];

/** The statuses from which an agent may ask for another attempt. */
export const retriableMedia: readonly MediaStatus[] = ["pending", "failed", "expired"];

/**
 * The faults of the file itself, and how many of them end the attempts. The pauses after them double from
 * `timeLimits.mediaRetry` to `timeLimits.mediaRetryMost`, so 20 faults take about three days: files appear late, and a wrong
 * type may be the page of a gateway. Every other failure is one of the installation, such as a storage or a provider that is
 * down or a wrong key. It can pass at any time, so these attempts repeat until the provider has deleted the file.
 */
const mostFaults: Partial<Record<ErrorCode, number>> = {
  media_too_large: 1,
  media_type_refused: 20,
  media_not_found: 20,
};

/**
 * Judges an attempt that failed with this code.
 *
 * @param earlier the earlier faults of this file (`LeasedMedia.faults`).
 */
export function judgeFailure(
  code: ErrorCode,
  earlier: number,
): { isFault: boolean; isFinal: boolean } {
  const most = mostFaults[code];
  return { isFault: most !== undefined, isFinal: most !== undefined && earlier + 1 >= most };
}

/**
 * Returns where an attempt stores its file. Every attempt has a path of its own, so that a late attempt never overwrites the
 * file of a newer one. The path has no ending, because it is reserved before the type of the file is known.
 */
export function mediaPath(
  { branchId, callId, kind }: { branchId: string | null; callId: string; kind: MediaKind },
  attempt: number,
): string {
  return `${branchId ?? "unassigned"}/${callId}/${kind}-${attempt}`;
}

/** Returns the seconds to wait after this attempt has failed, or after this fault of the file. The first one is 1. */
export function mediaPause(count: number): number {
  return Math.min(timeLimits.mediaRetry * 2 ** (count - 1), timeLimits.mediaRetryMost);
}

/** The largest file of each kind, in bytes. */
export const mediaSizes: Readonly<Record<MediaKind, number>> = {
  recording: 100 * 1024 * 1024,
  transcript: 5 * 1024 * 1024,
};

/** The bucket of Supabase Storage that contains recordings and transcripts. */
export const mediaBucket = "whatsapp-call-media";

interface FileType {
  kind: MediaKind;
  /** The media type under which the file is stored and served. */
  type: string;
  /** The first bytes, as a regular expression of their Latin-1 text. */
  begins: RegExp;
}

/**
 * The files that are accepted. Their first bytes decide, because the provider's `Content-Type` may be missing or general. A
 * transcript is JSON, or any other text.
 */
export const mediaTypes: readonly FileType[] = [
  { kind: "recording", type: "audio/ogg", begins: /^OggS/ },
  { kind: "recording", type: "audio/mpeg", begins: /^(?:ID3|\xff[\xe2-\xff])/ },
  { kind: "recording", type: "audio/wav", begins: /^RIFF.{4}WAVE/s },
  { kind: "recording", type: "audio/mp4", begins: /^.{4}ftyp/s },
  { kind: "recording", type: "audio/webm", begins: /^.E\xdf\xa3/s },
  { kind: "recording", type: "audio/amr", begins: /^#!AMR/ },
  {
    kind: "transcript",
    type: "application/json",
    begins: /^(?:\xef\xbb\xbf)?\s*[{["]/,
  },
  {
    kind: "transcript",
    type: "text/plain",
    // No control characters, and no HTML, which is the error page of a gateway.
    // The bytes are read as Latin-1: those of UTF-8 from 80 to 9F look like control characters.
    begins: /^(?!\s*<)[\P{Cc}\s\u0080-\u009f]+$/u,
  },
];

/** How many of the first bytes `mediaTypes` needs. */
export const mediaHeadBytes = 12;

/** The values of `Content-Type` that a file of each kind may have. A missing one is accepted. */
export const mediaContentTypes: Readonly<Record<MediaKind, RegExp>> = {
  recording: /^(?:audio\/|application\/(?:octet-stream|ogg)\b|binary\/octet-stream\b)/i,
  transcript: /^(?:application\/(?:[\w.-]+\+)?json\b|application\/octet-stream\b|text\/plain\b)/i,
};
