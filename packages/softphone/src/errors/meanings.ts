import { isSoftphoneError, SoftphoneError } from "./softphoneError.ts";

export function asSoftphoneError(error: unknown): SoftphoneError {
  return isSoftphoneError(error) ? error : new SoftphoneError("signaling_failed", { cause: error });
}

/** Refusals that mean that the call is over, or was never there. */
export const overCodes: ReadonlySet<string> = new Set([
  "not_ringing",
  "call_ended",
  "call_not_found",
  "provider_not_found",
]);

/** Refusals that mean that the call is another agent's: it is not ours to end. */
export const notOursCodes: ReadonlySet<string> = new Set(["forbidden", "already_claimed"]);

/** The other side was faster: what was asked for is so already. */
export function passOver(error: unknown): void {
  if (!overCodes.has(asSoftphoneError(error).code)) throw error;
}
