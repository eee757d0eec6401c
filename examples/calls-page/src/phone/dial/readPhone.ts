import { type ErrorCode, isCallsError, normalizePhone } from "@skale-calls/core";

/** The typed number as E.164, or its problem. */
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
 * Reads the number to dial. A number in E.164 comes from a row or was parsed before, so it is not checked here. The server
 * decides whether it can be called, because the server knows the numbers that WhatsApp has sent.
 */
export function readDialled(text: string, defaultCountry: string | undefined): ReadPhone {
  return readPhone(text, defaultCountry, { known: /^\+\d+$/.test(text) });
}
