import { type ErrorCode, isCallsError, normalizePhone } from "@skale-calls/core";

/** What was written, as E.164, or what is wrong with it. */
export type ReadPhone = { phone: string; problem: null } | { phone: null; problem: ErrorCode };

export function readPhone(
  text: string,
  defaultCountry: string | undefined,
  options: { known?: boolean } = {},
): ReadPhone {
  try {
    const country = defaultCountry === undefined ? {} : { defaultCountry };
    return { phone: normalizePhone(text, { ...country, ...options }), problem: null };
  } catch (error) {
    if (isCallsError(error)) return { phone: null, problem: error.code };
    throw error;
  }
}

/**
 * The number to dial. In E.164 it is a row's or has been read before: whether it can be called is the server's to say, which
 * knows the numbers that WhatsApp has told.
 */
export function readDialled(text: string, defaultCountry: string | undefined): ReadPhone {
  return readPhone(text, defaultCountry, { known: /^\+\d+$/.test(text) });
}
