/** What to look for when a person typed a text: a call fits when its name or its number does. */
export interface Search {
  /** A regular expression of Postgres and of JavaScript (flags `su`) that the contact's name matches. */
  name: string;
  /** Each is a part of a number; a number that contains one of them fits. Empty where the text is no part of a number. */
  numbers: readonly string[];
}

/** Fewer digits are in nearly every number. */
const fewestDigits = 3;
/** Longer texts find nothing, and an address has its limits. */
const longestText = 100;
const phoneText = /^[+\d\s().-]+$/;
/** The invisible marks of copy and paste, which turn the direction of writing. */
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @returns null when there is nothing to look for. */
export function readSearch(typed: string): Search | null {
  const clean = typed
    .normalize("NFC")
    .replace(directionMarks, "")
    .replace(/[\p{Cc}\p{Cs}]/gu, " ")
    .trim();
  const text = [...clean].slice(0, longestText).join("");
  if (text === "") return null;
  return { name: namePattern(text), numbers: phoneText.test(text) ? readNumbers(text) : [] };
}

/** A number that begins with 0 is written as it is dialled inside a country, or with `00`: no stored number begins so. */
function readNumbers(text: string): string[] {
  const digits = text.replace(/\D/g, "");
  const parts = new Set([digits, digits.replace(/^0+/, "")]);
  return [...parts].filter((part) => part.length >= fewestDigits);
}

/**
 * Matches nothing, and Postgres, which under row-level security judges a pattern by its looks alone, expects a lot of it. So
 * it goes from the newest call on and stops at a full page; else it would read and sort all calls for a name of thousands.
 */
const neverButLikely = "|.^";

/**
 * The regular expression that finds a name by what a person typed of it: the words in their order, whatever the case and the
 * accents, with others between them. Case-sensitive (PostgREST's `match`), for it lists both cases of a letter: what a case is
 * then does not depend on the database's collation.
 *
 * @example
 * await supabase.from("leads").select("id, full_name").filter("full_name", "match", namePattern("jose munoz"));
 */
export function namePattern(text: string): string {
  const words = text
    .trim()
    .split(/\s+/)
    .map((word) => [...word].map(letterPattern).join(""));
  return words.join(".*") + neverButLikely;
}

/** The letters that are written with and without an accent: people who type in a hurry leave it away. */
const accentForms: Readonly<Record<string, string>> = Object.fromEntries(
  ["aáàâãä", "eéèêë", "iíìîï", "oóòôõö", "uúùûü", "nñ", "cç"].flatMap((forms) =>
    [...forms].map((letter) => [letter, `[${forms}${forms.toUpperCase()}]`]),
  ),
);

/** Without backslashes, which stand-ins for PostgREST read in different ways. */
function letterPattern(letter: string): string {
  if (/[\\^"\]]/.test(letter)) return ".";
  if (/[$.|?*+()[{}]/.test(letter)) return `[${letter}]`;
  return accentForms[letter.toLowerCase()] ?? bothCases(letter);
}

function bothCases(letter: string): string {
  const forms = new Set([letter, letter.toLowerCase(), letter.toUpperCase()]);
  // The capital of some letters is two.
  const single = [...forms].filter((form) => [...form].length === 1);
  return single.length > 1 ? `[${single.join("")}]` : letter;
}
