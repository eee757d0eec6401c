import { isCallsError, outcomeOf } from "@skale-calls/core/client";
import { isSoftphoneError, SoftphoneError } from "./softphoneError.ts";

/** Converts an error of the signalling to a `SoftphoneError` with the same code, sentence and outcome. */
export function asSoftphoneError(error: unknown): SoftphoneError {
  if (isSoftphoneError(error)) return error;
  if (!isCallsError(error)) return new SoftphoneError("signaling_failed", { cause: error });
  const { code, message, status } = error;
  // Without an outcome, the HTTP status decides: the server has rejected the act if the status is below 500.
  const outcome = outcomeOf(error) ?? (status < 500 ? "rejected" : "ambiguous");
  return new SoftphoneError(code, { message, outcome, cause: error });
}

/** The error codes of a call that is over or does not exist. */
export const overCodes: ReadonlySet<string> = new Set([
  "not_ringing",
  "call_ended",
  "call_not_found",
  "provider_not_found",
]);

/** The error codes of a call that belongs to another agent. This agent may not end it. */
export const notOursCodes: ReadonlySet<string> = new Set(["forbidden", "already_claimed"]);

/** Ignores an error whose code means that the call is already over; throws any other error. */
export function passOver(error: unknown): void {
  if (!overCodes.has(asSoftphoneError(error).code)) throw error;
}
