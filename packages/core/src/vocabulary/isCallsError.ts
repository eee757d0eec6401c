import type { CallsError, ProviderError, ProviderOutcome } from "./callsError.ts";

/** On the prototype of every error of ours, in every copy of this package. */
export const brand: unique symbol = Symbol.for("skale-calls.error");

/**
 * True for every error of these packages, also of another copy of them. Another library's error is none, whatever
 * its `code` is.
 */
export function isCallsError(error: unknown): error is CallsError {
  return error instanceof Error && brand in error;
}

/** The `outcome` of a `ProviderError`, also of another copy's; undefined for every other error. */
export function outcomeOf(error: unknown): ProviderOutcome | undefined {
  return isCallsError(error) && "outcome" in error ? (error as ProviderError).outcome : undefined;
}
