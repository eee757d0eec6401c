import { type ErrorCode, isCallsError, normalizePhone } from "@skale-calls/core";

/** What was written, as E.164, or what is wrong with it. */
export type ReadPhone = { phone: string; problem: null } | { phone: null; problem: ErrorCode };

export function readPhone(text: string, defaultCountry: string | undefined): ReadPhone {
  try {
    return {
      phone: normalizePhone(text, defaultCountry === undefined ? {} : { defaultCountry }),
      problem: null,
    };
  } catch (error) {
    if (isCallsError(error)) return { phone: null, problem: error.code };
    throw error;
  }
}
