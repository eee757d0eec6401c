import { phoneAliases } from "@skale-calls/core";

/** The letters that are written with and without an accent; who types in a hurry leaves it away. */
const letterForms: Readonly<Record<string, string>> = Object.fromEntries(
  ["aáàâãä", "eéèêë", "iíìîï", "oóòôõö", "uúùûü", "nñ", "cç"].flatMap((forms) =>
    [...forms].map((letter) => [letter, `[${forms}${forms.toUpperCase()}]`]),
  ),
);

/** A column of `leads`, and the regular expression that its value must match. */
export interface LeadQuery {
  column: "full_name" | "phone";
  pattern: string;
}

/** Fewer digits are in nearly every number. */
const fewestDigits = 3;

/**
 * What to look for when a person typed this: a part of a name, whatever the case and the accents, or of a number,
 * however it is spaced. Null when it is too little.
 */
export function leadQuery(text: string): LeadQuery | null {
  const typed = text.trim().normalize("NFC");
  if (typed === "") return null;
  if (!/^[+\d\s().-]+$/.test(typed)) return { column: "full_name", pattern: namePattern(typed) };
  const digits = typed.replace(/\D/g, "");
  if (digits.length < fewestDigits) return null;
  return { column: "phone", pattern: spaced(digits) };
}

/** The regular expression of one number under any of the forms that WhatsApp has of it, however it is written. */
export function phonePattern(phone: string): string {
  const forms = phoneAliases(phone).map((form) => spaced(form.replace(/\D/g, "")));
  return `^[^0-9]*(${forms.join("|")})[^0-9]*$`;
}

/** The host's numbers may have spaces, dashes and parentheses. */
function spaced(digits: string): string {
  return [...digits].join("[^0-9]*");
}

/** Words may have others between them. */
function namePattern(text: string): string {
  return text
    .split(/\s+/)
    .map((word) =>
      [...word.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")]
        .map((letter) => letterForms[letter.toLowerCase()] ?? letter)
        .join(""),
    )
    .join(".*");
}
