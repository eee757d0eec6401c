import { CallsError } from "../vocabulary/callsError.ts";
import { decodeText } from "./decodeText.ts";

/**
 * Parses a body as JSON.
 *
 * @param contentType may contain the `charset`; the default is UTF-8.
 * @throws CallsError `invalid_json` if the body is not valid in its charset or is not JSON.
 */
export function parseJson(body: Uint8Array, contentType?: string): unknown {
  try {
    return JSON.parse(decodeText(body, contentType));
  } catch (cause) {
    throw new CallsError("invalid_json", { cause });
  }
}
