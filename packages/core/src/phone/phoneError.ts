import { CallsError } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";

/** An error about a phone number. `message` replaces the code's sentence if that is too general. */
export function phoneError(code: ErrorCode, message?: string): CallsError {
  return new CallsError(code, message === undefined ? {} : { message });
}
