import { CallsError } from "@skale-calls/core";
import { decodeText, isRecord, parseJson } from "@skale-calls/core/internal";

/** The query parameter with which Twilio authenticates a body that is no form. */
const bodyHash = "bodySHA256";

/** The SHA-256 that the address of a request with a JSON body contains; null for a form. */
export const readBodyHash = (url: string): string | null => new URL(url).searchParams.get(bodyHash);

/** The parameters of a form, in Twilio's order for signatures: sorted by name, values sorted and each only once. */
export function sortParameters(body: Uint8Array): readonly (readonly [string, string])[] {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of new URLSearchParams(decodeText(body))) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return [...values.keys()]
    .sort()
    .flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => [name, value] as const));
}

/**
 * Reads the parameters of a webhook. The address decides the format, because it also decides what the signature covers:
 * with `bodySHA256` the body is JSON, otherwise a form. Of a repeated parameter, the first value in order is used.
 *
 * @throws CallsError `invalid_json`, also for a form that is no text.
 */
export function readTwilioBody(body: Uint8Array, url: string): Readonly<Record<string, unknown>> {
  if (readBodyHash(url) !== null) {
    const value = parseJson(body);
    return isRecord(value) ? value : {};
  }
  const parameters = new Map<string, string>();
  for (const [name, value] of readForm(body)) {
    if (!parameters.has(name)) parameters.set(name, value);
  }
  return Object.fromEntries(parameters);
}

function readForm(body: Uint8Array): ReturnType<typeof sortParameters> {
  try {
    return sortParameters(body);
  } catch (cause) {
    throw new CallsError("invalid_json", { cause });
  }
}
