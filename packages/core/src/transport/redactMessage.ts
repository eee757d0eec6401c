const longest = 300;

/** A WhatsApp user id (`isUserId`): always with a digit, unlike a word after a sentence. */
const userId = /\b[A-Z]{2}\.(?:ENT\.)?(?=[A-Z]*\d)[A-Z0-9]{6,128}\b/gi;

/**
 * Eight digits or more, also with spaces, dashes, dots or parentheses. WhatsApp's error codes, dates and parts of words, such
 * as the ids of requests, are left.
 */
const phone =
  /(?:(?<![\w#])|(?<=%2B))\+?\(?(?!13\d{4}\b|\d{4}-\d\d-\d\d)\d(?:[\s().-]{0,2}\d){7,}(?!\w)/g;

/**
 * Redacts a provider's message for an error, because the message may quote numbers, SDPs or the key from the request.
 * The function removes the values of the request, cuts everything from the first line of an SDP, and removes phone
 * numbers, other long numbers and WhatsApp user ids.
 *
 * @param secrets strings to remove: the key, and the values of the request's query and body.
 */
export function redactMessage(message: string, secrets: readonly string[]): string {
  let text = message;
  for (const secret of secrets) {
    // Names of fields and kinds, such as `template` or `CALL_PERMISSION_REQUEST`, reveal nothing.
    if (secret.length >= 6 && !/^(?:[a-z_]+|[A-Z_]+|[A-Za-z]{1,23})$/.test(secret))
      text = text.replaceAll(secret, "[removed]");
  }
  // `v=0`, `a=fingerprint:...`: no sentence contains a single letter before an equals sign.
  text = text.replace(/(?<![A-Za-z])[a-z]=[\s\S]*$/, "[removed]");
  for (const pattern of [userId, phone, /\+\d{5,}/g]) text = text.replace(pattern, "[removed]");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Returns every string within a value. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}
