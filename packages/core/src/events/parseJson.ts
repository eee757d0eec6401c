import { CallsError } from "../vocabulary/callsError.ts";
import { decodeText } from "./decodeText.ts";

/**
 * Parses a body as JSON.
 *
 * @param contentType its `charset` counts; UTF-8 otherwise.
 * @throws CallsError `invalid_json`: not in its charset, or not JSON.
 */
export function parseJson(body: Uint8Array, contentType?: string): unknown {
  try {
    return JSON.parse(decodeText(body, contentType));
  } catch (cause) {
    throw new CallsError("invalid_json", { cause });
  }
}
