import { isCallsError, normalizePhone } from "@skale-calls/core";
import type { es } from "../../i18n/es/index.ts";

export type PhoneProblem = keyof typeof es.phone.phoneError;

/** What was written, as E.164, or what is wrong with it. */
export type ReadPhone = { phone: string; problem: null } | { phone: null; problem: PhoneProblem };

export function readPhone(text: string, defaultCountry: string | undefined): ReadPhone {
  try {
    return {
      phone: normalizePhone(text, defaultCountry === undefined ? {} : { defaultCountry }),
      problem: null,
    };
  } catch (error) {
    // Of this function every code is one of a number's.
    if (isCallsError(error)) return { phone: null, problem: error.code as PhoneProblem };
    throw error;
  }
}
