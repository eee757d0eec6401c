import type { ProviderError } from "../vocabulary/callsError.ts";
import { outcomeOf } from "../vocabulary/isCallsError.ts";

/**
 * Makes the failure of a request that only reads a `rejected` one, whatever the response was: such a request has no effect.
 * For a look-up before a command: if it fails, the command was not sent, and can be repeated.
 */
export async function withoutEffect<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (outcomeOf(error) === "ambiguous") {
      // The error stays the provider's own, with its class and facts.
      (error as { outcome: ProviderError["outcome"] }).outcome = "rejected";
    }
    throw error;
  }
}
