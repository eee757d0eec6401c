import { configuredSecrets, readMacHeader, verifyMac } from "../signature/verifyMac.ts";
import { CallsError, SignatureError } from "../vocabulary/callsError.ts";

export const ycloudSignatureHeader = "ycloud-signature";

const form = {
  name: ycloudSignatureHeader,
  start: /^t=\d{1,12},s=$/,
  example: "t=<unix seconds>,s=<64 lower-case hex digits>",
};

export interface YcloudSignature {
  /** The body exactly as it arrived. */
  rawBody: Uint8Array | string;
  headers: Headers;
  /** Any of the secrets may match. */
  secrets: readonly string[];
  /** The seconds by which the time in the signature may be before or after `now`. Default: 300; 0 is allowed. */
  toleranceSeconds?: number | undefined;
  /** The time at which the webhook was received. Default: now. */
  now?: Date | undefined;
}

/**
 * Verifies `YCloud-Signature: t=<unix seconds>,s=<64 lower-case hex>`, the HMAC-SHA256 of `t`, a dot and the raw bytes
 * (docs.ycloud.com, webhook guide). In the sentence of that guide, the full stop after the body is only punctuation.
 *
 * The function checks the form, then the signature, then the time. If a signature is both wrong and old, the code is
 * `signature_mismatch`, so that a sender without the secret learns nothing about the clock.
 */
export function verifyYcloudSignature(options: YcloudSignature): void {
  const { rawBody, headers, toleranceSeconds = 300, now } = options;
  const secrets = configuredSecrets(options.secrets);
  const header = readMacHeader(headers, form);
  const time = header.slice("t=".length, header.indexOf(","));
  // Parts, because joining them would copy the body.
  verifyMac(secrets, header, form, time, ".", rawBody);
  verifyTime(Number(time), toleranceSeconds, now?.getTime() ?? Date.now());
}

/** Checks the time in a signature. `now` is in milliseconds. */
function verifyTime(seconds: number, toleranceSeconds: number, now: number): void {
  const ageSeconds = Math.floor(now / 1000) - seconds;
  if (!(toleranceSeconds >= 0) || Number.isNaN(ageSeconds)) {
    throw new CallsError("misconfigured", {
      message: "A signature's toleranceSeconds must be 0 or more, and now a valid date.",
    });
  }
  if (ageSeconds > toleranceSeconds) throw new SignatureError("timestamp_stale");
  if (-ageSeconds > toleranceSeconds) throw new SignatureError("timestamp_future");
}
