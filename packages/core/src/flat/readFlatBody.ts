import { decodeText } from "../events/decodeText.ts";
import { isRecord } from "../events/isRecord.ts";
import { parseJson } from "../events/parseJson.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { flatKeys } from "./flatVocabulary.ts";

/**
 * Reads the payload from the body of a flat sender: JSON, or a form (`application/x-www-form-urlencoded`), which Twilio
 * and PHP send. One field of the form may contain the whole payload as JSON. The body decides the format, not the
 * content type, because curl sends JSON with the content type of a form by default.
 *
 * @throws CallsError `invalid_json`; `unsupported_media` for a multipart form.
 */
export function readFlatBody(body: Uint8Array, contentType: string): unknown {
  const type = contentType.trim().toLowerCase();
  if (type.startsWith("multipart/")) {
    throw new CallsError("unsupported_media", {
      message: "Multipart forms are not supported. Send JSON or a URL-encoded form.",
    });
  }
  try {
    return parseJson(body, contentType);
  } catch (error) {
    const form = readForm(body, contentType);
    const isForm = type.startsWith("application/x-www-form-urlencoded");
    if (form && (isForm || hasCallId(form))) return form;
    throw error;
  }
}

const hasCallId = (form: unknown) => isRecord(form) && flatKeys.callId.some((key) => form[key]);

function readForm(body: Uint8Array, contentType: string): unknown {
  let text: string;
  try {
    text = decodeText(body, contentType);
  } catch {
    return undefined;
  }
  const fields = new Map<string, string>();
  // If a field is repeated, its first value is used.
  for (const [key, value] of new URLSearchParams(text.trim())) {
    if (!fields.has(key)) fields.set(key, value);
  }
  const form = Object.fromEntries(fields);
  if (hasCallId(form)) return form;
  return [...fields.values(), ...fields.keys()].map(readObject).find((value) => value) ?? form;
}

/**
 * Reads a JSON object or list from the value of a field, such as `payload={...}`, or from the name of a field, if the
 * sender sent the JSON without a name.
 */
function readObject(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) || Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
