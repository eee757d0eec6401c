import { isCallsError } from "../vocabulary/isCallsError.ts";

/** An error as a log may have it: numbers that may be phones masked, SDPs never. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  return {
    error: error.name,
    ...(isCallsError(error) ? { code: error.code } : {}),
    reason: mask(error.message),
    ...(error.cause instanceof Error ? { cause: mask(error.cause.message) } : {}),
  };
}

function mask(text: string): string {
  return text
    .replace(/v=0[\s\S]*/, "[sdp]")
    .replace(/wacid\.[\w+/=.-]+/g, "wacid.[…]")
    .replace(/\d{5,}/g, (digits) => `${"*".repeat(digits.length - 2)}${digits.slice(-2)}`)
    .slice(0, 500);
}
