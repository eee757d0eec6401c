import type { ToldError } from "../ports/telemetry.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";

/**
 * Describes an error for an event: it masks numbers that may be phones and removes SDPs. Accepts any thrown value, also a
 * plain object with a message, which some libraries throw. This function never throws.
 */
export function describeError(error: unknown): ToldError {
  const name = error instanceof Error ? readText(error, "name") : undefined;
  const cause = error instanceof Error ? error.cause : undefined;
  return {
    error: name ?? typeof error,
    code: isCallsError(error) ? error.code : undefined,
    reason: mask(readText(error, "message")),
    cause: mask(readText(cause, "message")),
    // It has many digits, but no number of a person.
    providerRequestId: isCallsError(error) ? readText(error, "requestId") : undefined,
  };
}

/** Reads a property. Returns undefined if it is not a text, or if a getter throws. */
function readText(value: unknown, key: string): string | undefined {
  try {
    const text: unknown = (value as Record<string, unknown> | null | undefined)?.[key];
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

function mask(text: string | undefined): string | undefined {
  return text
    ?.replace(/v=0[\s\S]*/, "[sdp]")
    .replace(/wacid\.[\w+/=.-]+/g, "wacid.[…]")
    .replace(/\d{5,}/g, (digits) => `${"*".repeat(digits.length - 2)}${digits.slice(-2)}`)
    .slice(0, 500);
}
