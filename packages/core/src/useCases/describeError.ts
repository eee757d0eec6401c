import { isCallsError } from "../vocabulary/isCallsError.ts";

/**
 * Describes an error for a log: it masks numbers that may be phones and removes SDPs. Accepts any thrown value, also a
 * plain object with a message, which some libraries throw. This function never throws.
 */
export function describeError(error: unknown): Record<string, unknown> {
  const name = error instanceof Error ? readText(error, "name") : undefined;
  const cause = error instanceof Error ? error.cause : undefined;
  return {
    error: name ?? typeof error,
    ...(isCallsError(error) ? { code: error.code } : {}),
    ...withText("reason", readText(error, "message")),
    ...withText("cause", readText(cause, "message")),
  };
}

const withText = (key: string, text: string | undefined) =>
  text === undefined ? {} : { [key]: mask(text) };

/** Reads a property. Returns undefined if it is not a text, or if a getter throws. */
function readText(value: unknown, key: string): string | undefined {
  try {
    const text: unknown = (value as Record<string, unknown> | null | undefined)?.[key];
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

function mask(text: string): string {
  return text
    .replace(/v=0[\s\S]*/, "[sdp]")
    .replace(/wacid\.[\w+/=.-]+/g, "wacid.[…]")
    .replace(/\d{5,}/g, (digits) => `${"*".repeat(digits.length - 2)}${digits.slice(-2)}`)
    .slice(0, 500);
}
