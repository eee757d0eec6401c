import { isUserId } from "./isUserId.ts";
import { phoneError } from "./phoneError.ts";
import { readJid } from "./readJid.ts";

/** The digits of a written number, and the information in its other characters. */
export interface DialString {
  digits: string;
  /** The number begins with `+`. */
  hasPlus: boolean;
  /** The positions of the digits that follow a space or another mark. */
  gaps: ReadonlySet<number>;
  /** The position of the 0 of `(0)`, which is dialled only inside the country; undefined for `(011)`. */
  optionalZero: number | undefined;
}

const marks = /[\s\p{Cf}\p{Pd}−().[\]/·•~_（）．／]/u;

/** The code points of the digit 0 in the scripts that phones and spreadsheets write. */
const scriptZeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10] as const;

const longestText = 256;

/** @throws {CallsError} `phone_missing`, `phone_invalid`, `phone_is_user_id`. */
export function readDialString(input: unknown): DialString {
  if (input === undefined || input === null) throw phoneError("phone_missing");
  const isWhole = typeof input === "number" && Number.isSafeInteger(input) && input >= 0;
  const text = isWhole ? String(input) : input;
  if (typeof text !== "string" || text.length > longestText) throw phoneError("phone_invalid");
  if (/\d\D*[\t\n\v\f\r\u0085\u2028\u2029]\D*\d/u.test(toAsciiDigits(text))) throw twoNumbers();
  const spaced = toAsciiDigits(text.replace(/[\s\p{Cf}]+/gu, " "));
  const written = spaced.replace(/^[\s'"“”‘’]+|[\s'"“”‘’,;]+$/g, "");
  if (written === "") throw phoneError("phone_missing");
  const bare = withoutScheme(written).replace(/^(\+?\d{5,})\.0$/, "$1");
  if (isUserId(bare)) throw phoneError("phone_is_user_id");
  const jid = readJid(bare);
  if (jid?.userId !== undefined) throw phoneError("phone_is_user_id");
  if (
    /(?:x|ext|extensión|extension|ramal|int)\.?\s*=?\s*\d+$|[;#,]/iu.test(bare) ||
    marked.test(bare)
  ) {
    throw phoneError("phone_invalid", "WhatsApp cannot call an extension. Write only the number.");
  }
  if (hasTwoParts(bare)) throw twoNumbers();
  return splitMarks(jid?.phone ?? withCarrierZero(bare));
}

/** Matches an extension in parentheses, or after a bullet if there is only one bullet. */
const marked = /^(?=.*\d)[^•·]*(?:\d\s*[(（]\s*\d{1,5}\s*[)）]|(?:\s[•·]|[•·]\s)\s*\d{1,4})$/;

const twoNumbers = () =>
  phoneError("phone_invalid", "Write one number, without tabs, line breaks and alternatives.");

/**
 * True if the text has two numbers: there are more digits before a slash with a space than in a calling code and an
 * area code, as in `030 1234567 / 7654321`.
 */
function hasTwoParts(text: string): boolean {
  const slash = Math.max(text.lastIndexOf(" /"), text.lastIndexOf("/ "));
  if (slash < 0 || !/\d/.test(text.slice(slash))) return false;
  const before = text.slice(0, slash).replace(/[(（]\s*0\s*[)）]|[^\d+]/g, "");
  return before.length > (before.startsWith("+") ? 8 : before.startsWith("00") ? 9 : 6);
}

/**
 * Removes `whatsapp:`, `tel:`, `sms:` and `callto:`, and reads links that open a chat. The number in such a link
 * includes the country code.
 */
function withoutScheme(text: string): string {
  const link = chatLinks.map((pattern) => pattern.exec(text)?.[1]).find(Boolean);
  if (link) {
    const number = link
      .replace(/%2B/gi, "+")
      .replace(/%20/g, " ")
      .replace(/^[+\s]+/, "");
    return /^\d[\d\s().-]*$/.test(number) ? `+${number}` : text;
  }
  const context = /^tel:([^;]+);phone-context=(\+[\d-]+)$/i.exec(text);
  if (context) return `${context[2]}${context[1]}`;
  return text
    .replace(/^sms:([^?&]*)[?&].*$/i, "$1")
    .replace(/^(?:whatsapp|tel|sms|callto):\s*/i, "");
}

/** Links that open a chat, and the number in them. */
const chatLinks = [
  /^(?:https?:\/\/)?(?:www\.)?wa\.me\/([^/?&#]*)/i,
  /^(?:whatsapp:\/\/|(?:https?:\/\/)?(?:api|web|www)\.whatsapp\.com\/)send\/?\?(?:[^#]*&)?phone=([^&#]*)/i,
] as const;

/**
 * Replaces `0xx` with `0`. In Brazil, numbers are written like `0xx11`, and people dial the code of a carrier in place
 * of xx.
 */
function withCarrierZero(text: string): string {
  return text.replace(/(^|[^a-z\d])0?[\s-]*xx[\s-]*(?=\(?\d)/i, "$10");
}

function splitMarks(text: string): DialString {
  const gaps = new Set<number>();
  let digits = "";
  let hasPlus = false;
  for (const character of text) {
    if (character >= "0" && character <= "9") digits += character;
    else if (character === "+" && digits === "" && !hasPlus) hasPlus = true;
    else if (marks.test(character)) gaps.add(digits.length);
    else throw phoneError("phone_invalid");
  }
  if (digits === "") throw phoneError("phone_invalid");
  const [beforeZero] = /^.*?(?=[(（]\s*0\s*[)）])/.exec(text) ?? [];
  return { digits, hasPlus, gaps, optionalZero: beforeZero?.replace(/\D/g, "").length };
}

function toAsciiDigits(text: string): string {
  return text.replace(/＋/g, "+").replace(/\P{ASCII}/gu, (character) => {
    const code = character.charCodeAt(0);
    const zero = scriptZeros.find((start) => code >= start && code <= start + 9);
    return zero === undefined ? character : String(code - zero);
  });
}
