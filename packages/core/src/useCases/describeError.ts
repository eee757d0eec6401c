import { isCallsError } from "../vocabulary/isCallsError.ts";

/**
 * An error as a log may have it: numbers that may be phones masked, SDPs never. Takes whatever was thrown, an object
 * with a message as some libraries give it too, and never throws itself.
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

/** A property that is a text; a getter of somebody else's may throw. */
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
