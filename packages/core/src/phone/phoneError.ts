import { CallsError } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";

/**
 * Creates an error about a phone number. `message` replaces the sentence of the code if that sentence is too general.
 */
export function phoneError(code: ErrorCode, message?: string): CallsError {
  return new CallsError(code, message === undefined ? {} : { message });
}
