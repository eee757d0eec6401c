import { isCallsError, outcomeOf } from "@skale-calls/core/client";
import { isSoftphoneError, SoftphoneError } from "./softphoneError.ts";

/** What a signalling threw, in the softphone's terms: code, sentence and outcome stay. */
export function asSoftphoneError(error: unknown): SoftphoneError {
  if (isSoftphoneError(error)) return error;
  if (!isCallsError(error)) return new SoftphoneError("signaling_failed", { cause: error });
  const { code, message, status } = error;
  // An error that does not tell its outcome tells it by its status: a refusal is 4xx.
  const outcome = outcomeOf(error) ?? (status < 500 ? "rejected" : "ambiguous");
  return new SoftphoneError(code, { message, outcome, cause: error });
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
