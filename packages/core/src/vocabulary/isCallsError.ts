import type { CallsError, ProviderError, ProviderOutcome } from "./callsError.ts";

/** The property on the prototype of all our errors, the same in every copy of this package. */
export const brand: unique symbol = Symbol.for("skale-calls.error");

/**
 * True for every error of these packages, also from another copy of them. False for other libraries'
 * errors, whatever their `code` is.
 */
export function isCallsError(error: unknown): error is CallsError {
  return error instanceof Error && brand in error;
}

/** The `outcome` of a `ProviderError`, also from another copy; undefined for every other error. */
export function outcomeOf(error: unknown): ProviderOutcome | undefined {
  return isCallsError(error) && "outcome" in error ? (error as ProviderError).outcome : undefined;
}
