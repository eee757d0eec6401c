import { CallsError } from "../vocabulary/callsError.ts";

/**
 * Parses a body as JSON.
 *
 * @throws CallsError `invalid_json` when the body is not UTF-8 or not JSON.
 */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new CallsError("invalid_json", { cause });
  }
}
