const longest = 300;

/**
 * Redacts a provider's message for an error, because the message may quote numbers, SDPs or the key from the request.
 * The function removes the values of the request, cuts everything from the first line of an SDP, and removes phone
 * numbers.
 *
 * @param secrets strings to remove: the key, and the values of the request's body.
 */
export function redactMessage(message: string, secrets: readonly string[]): string {
  let text = message;
  for (const secret of secrets) {
    // Single words are names of fields and kinds, such as `template`, and reveal nothing.
    if (secret.length >= 6 && !/^[A-Za-z_]+$/.test(secret))
      text = text.replaceAll(secret, "[removed]");
  }
  // `v=0`, `a=fingerprint:...`: no sentence contains a single letter before an equals sign.
  text = text.replace(/(?<![A-Za-z])[a-z]=[\s\S]*$/, "[removed]");
  text = text.replace(/\+\d{5,15}|\b\d{11,15}\b/g, "[removed]");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Returns every string within a value. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}
