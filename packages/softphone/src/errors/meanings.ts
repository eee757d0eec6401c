import { isCallsError, outcomeOf } from "@skale-calls/core/client";
import { isSoftphoneError, SoftphoneError } from "./softphoneError.ts";

/** Converts an error of the signalling to a `SoftphoneError` with the same code, sentence and outcome. */
export function asSoftphoneError(error: unknown): SoftphoneError {
  if (isSoftphoneError(error)) return error;
  if (!isCallsError(error)) return new SoftphoneError("signaling_failed", { cause: error });
  const { code, message, status } = error;
  // If the error has no outcome, its status decides: 4xx is a refusal.
  const outcome = outcomeOf(error) ?? (status < 500 ? "rejected" : "ambiguous");
  return new SoftphoneError(code, { message, outcome, cause: error });
}

/** Refusals that mean that the call is over or never existed. */
export const overCodes: ReadonlySet<string> = new Set([
  "not_ringing",
  "call_ended",
  "call_not_found",
  "provider_not_found",
]);

/** Refusals that mean that the call belongs to another agent, so that this agent may not end it. */
export const notOursCodes: ReadonlySet<string> = new Set(["forbidden", "already_claimed"]);

/** Ignores an error that means that the call is already over. */
export function passOver(error: unknown): void {
  if (!overCodes.has(asSoftphoneError(error).code)) throw error;
}
