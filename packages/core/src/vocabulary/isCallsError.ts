import type { CallsError, ProviderError, ProviderOutcome } from "./callsError.ts";

/**
 * The property on the prototype of all errors of these packages. The symbol is the same in every copy of this package.
 */
export const brand: unique symbol = Symbol.for("skale-calls.error");

/**
 * True for every error of these packages, also if the error comes from another copy of a package. False for errors of
 * other libraries, whatever their `code` is.
 */
export function isCallsError(error: unknown): error is CallsError {
  return error instanceof Error && brand in error;
}

/**
 * Returns the `outcome` of a `ProviderError`, also if the error comes from another copy of this package. Returns
 * undefined for an error without an outcome.
 */
export function outcomeOf(error: unknown): ProviderOutcome | undefined {
  return isCallsError(error) && "outcome" in error ? (error as ProviderError).outcome : undefined;
}
