import { formerMexicanPrefixes } from "@skale-calls/core/internal";

/** A parsed search text. A call matches if its contact's name or its contact's number matches. */
export interface Search {
  /** Regular expressions for Postgres: the words of the contact's name, in their order, with any text between them. */
  name: readonly string[];
  /** Whether a name matches `name`. It takes linear time; a JavaScript regular expression for `name` would take longer. */
  fitsName: (name: string) => boolean;
  /** Parts of a number. A number that contains one of them matches. Empty when the text is not part of a number. */
  numbers: readonly string[];
}

/** The fewest digits that search for a number, because nearly every number contains any shorter sequence. */
const fewestDigits = 3;
/** The number of characters after which a text is cut, because the length of a URL is limited. */
const longestText = 100;
/** The invisible direction marks that copy and paste adds. */
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @returns null for an empty search. */
export function readSearch(typed: string): Search | null {
  const clean = typed
    .normalize("NFC")
    .replace(directionMarks, "")
    .replace(/[\p{Cc}\p{Cs}]/gu, " ")
    .trim();
  const text = [...clean].slice(0, longestText).join("");
  if (text === "") return null;
  return { name: wordPatterns(text), fitsName: matchWords(text), numbers: readNumbers(text) };
}

/** The prefixes that no stored number has: zeros (a national prefix or `00`), and those that Mexicans dialled until 2019. */
const prefixes = [/^0+/, new RegExp(`^(?:${formerMexicanPrefixes})`)];

/** Returns the digits, and what follows each prefix: no stored number begins with 0. */
function readNumbers(text: string): string[] {
  const digits = readDigits(text);
  const parts = new Set([digits, ...prefixes.map((prefix) => digits.replace(prefix, ""))]);
  return [...parts].filter((part) => part.length >= fewestDigits);
}

/** A text that people may write as a number. Core's `normalizePhone` accepts more, but every page would have to load it. */
const numberText = /^[+\d\s\p{Cf}\p{Pd}\u2212()[\]./·~]+$/u;

/** The digits of a text that is written like a number; an empty text for any other text. */
function readDigits(text: string): string {
  const bare = text
    .normalize("NFKC")
    // The digits of Arabic and Persian keyboards.
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/^\w+:|@.+$|[\s,;]+$/g, "");
  return numberText.test(bare) ? bare.replace(/\D/g, "") : "";
}

/**
 * An alternative that matches nothing. Under row-level security Postgres estimates a pattern by its form alone, and for
 * this form it expects many matches. So it scans in the order of the query and stops when the page is full. Without this
 * alternative it would read and sort all rows for a frequent name.
 */
const neverButLikely = "|.^";

/**
 * Writes the regular expression that finds a name by the typed text: the words in their order, ignoring case and accents, with
 * any text between them. The expression is for a case-sensitive comparison (PostgREST's `match`) and lists both cases of each
 * letter, so the result does not depend on the database's collation.
 *
 * @example
 * await supabase.from("leads").select("id, full_name").filter("full_name", "match", namePattern("jose munoz"));
 */
export function namePattern(text: string): string {
  return wordPatterns(text).join(".*") + neverButLikely;
}

function wordPatterns(text: string): string[] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => [...word].map(letterPattern).join(""));
}

/** Searches for each word from the end of the previous word. One expression with `.*` would try all positions. */
function matchWords(text: string): (name: string) => boolean {
  const words = wordPatterns(text).map((pattern) => new RegExp(pattern, "gsu"));
  return (name) => {
    let end = 0;
    return words.every((word) => {
      word.lastIndex = end;
      const isFound = word.test(name);
      end = word.lastIndex;
      return isFound;
    });
  };
}

/** The letters that are written with and without an accent. People often omit accents when they search. */
const accentForms: Readonly<Record<string, string>> = Object.fromEntries(
  ["aáàâãä", "eéèêë", "iíìîï", "oóòôõö", "uúùûü", "nñ", "cç"].flatMap((forms) =>
    [...forms].map((letter) => [letter, `[${forms}${forms.toUpperCase()}]`]),
  ),
);

/** Writes a letter as a pattern without backslashes, which substitutes for PostgREST interpret in different ways. */
function letterPattern(letter: string): string {
  if (/[\\^"\]]/.test(letter)) return ".";
  if (/[$.|?*+()[{}]/.test(letter)) return `[${letter}]`;
  return accentForms[letter.toLowerCase()] ?? bothCases(letter);
}

function bothCases(letter: string): string {
  const forms = new Set([letter, letter.toLowerCase(), letter.toUpperCase()]);
  // The upper case of some letters has two characters.
  const single = [...forms].filter((form) => [...form].length === 1);
  return single.length > 1 ? `[${single.join("")}]` : letter;
}
