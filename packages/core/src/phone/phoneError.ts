import { CallsError } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";

/** An error of a number, with a sentence of its own where the code's is too general. */
export function phoneError(code: ErrorCode, message?: string): CallsError {
  return new CallsError(code, message === undefined ? {} : { message });
}
