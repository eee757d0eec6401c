import { cleanText } from "./cleanText.ts";

const maxPayloadDepth = 64;
export const maxPayloadBytes = 256 * 1024;

/** The placeholders for removed parts. */
const payloadMarkers = {
  sdp: "[sdp removed]",
  deep: "[nested too deep]",
  number: "[not a finite number]",
  other: "[not JSON]",
} as const;

/**
 * Copies a payload so that the copy may be stored. SDPs contain addresses and media keys, so they are removed under any
 * key, in any text and in JSON inside a text. The copy contains nothing that Postgres refuses (NUL, lone surrogates)
 * and no `__proto__`. A marker replaces each number that JSON cannot represent, and each value below 64 levels of
 * nesting. If the copy has more than 256 kB as JSON, the result is `{ truncated: true, bytes }`.
 *
 * @example
 * stripSdp({ session: { sdp_type: "offer", sdp: "v=0\r\n..." } });
 * // { session: { sdp_type: "offer", sdp: "[sdp removed]" } }
 */
export function stripSdp(payload: unknown): unknown {
  const copy = boundedCopy(payload);
  const bytes = encoder.encode(JSON.stringify(copy)).length;
  return bytes > maxPayloadBytes ? { truncated: true, bytes } : copy;
}

const encoder = new TextEncoder();

/** Copies a payload like `stripSdp`, but without a limit on the size. */
export function boundedCopy(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case "string":
      return storableText(value);
    case "number":
      return Number.isFinite(value) ? value : payloadMarkers.number;
    case "boolean":
      return value;
    case "object":
      if (value === null) return null;
      if (depth >= maxPayloadDepth) return payloadMarkers.deep;
      return Array.isArray(value)
        ? value.map((item) => boundedCopy(item, depth + 1))
        : copyObject(value, depth);
    default:
      return payloadMarkers.other;
  }
}

function copyObject(object: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [written, value] of Object.entries(object)) {
    const key = storableText(written);
    if (key === "__proto__" || value === undefined) continue;
    copy[key] = isSdpUnder(key, value) ? payloadMarkers.sdp : boundedCopy(value, depth + 1);
  }
  return copy;
}

function isSdpUnder(key: string, value: unknown): boolean {
  return key.toLowerCase() === "sdp" && (typeof value === "string" || Array.isArray(value));
}

/**
 * Matches the first line of an SDP or its line with the ICE password, also with escaped line ends, as in JSON inside a
 * text.
 */
const sdpForm = /v=0\s*(?:\\+[rn]|[\r\n])|a=ice-pwd:/;

function storableText(text: string): string {
  // An SDP whose characters are separated by NULs, such as UTF-16 read as UTF-8, is found only in the clean text.
  const clean = cleanText(text);
  return sdpForm.test(clean) ? payloadMarkers.sdp : clean;
}
