import * as z from "zod";
import { isUserId } from "../phone/isUserId.ts";
import { readJid } from "../phone/readJid.ts";
import { cutText, textLengths } from "../vocabulary/textLengths.ts";
import { cleanText } from "./cleanText.ts";
import { isRecord } from "./isRecord.ts";
import { readTime } from "./readTime.ts";

/**
 * Zod fields that read the values of webhook payloads. A field never fails, because providers write numbers as strings
 * and strings as numbers, change upper and lower case, and omit values: a value that cannot be read becomes undefined.
 * Postgres can store every result, because texts contain no NUL and no lone surrogate, and their length is limited.
 */

const lengths = textLengths.whatsapp_calls;
/** The largest `integer` of Postgres. */
const maxDurationSeconds = 2_147_483_647;

/**
 * Reads a string or a whole number as trimmed, clean text. Returns undefined for empty text and for every other value.
 */
function readText(value: unknown): string | undefined {
  if (typeof value === "string") return cleanText(value).trim() || undefined;
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : undefined;
}

/** Reads a text that must not be cut. Returns undefined for a text that is longer. */
function readWhole(value: unknown, most: number): string | undefined {
  const text = readText(value);
  return text !== undefined && text.length <= most ? text : undefined;
}

/**
 * Reads an id. Returns undefined for an id that is too long, because a shortened id could be the id of something else.
 */
export const readId = (value: unknown): string | undefined =>
  readWhole(value, lengths.call_id.most);

/** Reads the payload of a call button or a call link. */
export const readPayload = (value: unknown): string | undefined =>
  readWhole(value, lengths.cta_payload.most);

function readName(value: unknown): string | undefined {
  const text = readText(value);
  return text === undefined ? undefined : cutText(text, lengths.contact_profile_name.most);
}

/** Reads a person's name from a profile: `name`, or `username` if there is no name. */
export function readProfileName(profile: unknown): string | undefined {
  return isRecord(profile) ? (readName(profile.name) ?? readName(profile.username)) : undefined;
}

const e164 = /^\+?[1-9]\d{6,14}$/;

/**
 * Converts E.164 (with or without `+`, after `00`, `whatsapp:` or `tel:`) and WhatsApp's addresses (`...@c.us`) to
 * `+digits`. An `@lid` is a user id: the device in the id is removed. A user id after `whatsapp:` is one too. `placeSides`
 * moves user ids to the right field.
 * No country is guessed: every other text stays unchanged.
 */
export function readPhone(value: unknown): string | undefined {
  const isClean = typeof value === "string" && e164.test(value);
  const text = isClean ? value : readText(value);
  if (text === undefined) return undefined;
  if (isClean || e164.test(text)) return text.startsWith("+") ? text : `+${text}`;
  const address = text.replace(/^whatsapp:\s*/i, "");
  const jid = readJid(address);
  const userId = jid?.userId ?? (isUserId(address) ? address : undefined);
  return jid?.phone ?? userId ?? readWritten(text) ?? cutText(text, lengths.contact_phone.most);
}

/**
 * Removes the punctuation of a number, but only if `+`, `00` or `whatsapp:` shows that the number begins with a country
 * code: without this condition, `(55) 1234 5678` would become a number of Brazil.
 */
function readWritten(text: string): string | undefined {
  const [, scheme = "", rest = ""] = /^(?:(whatsapp|tel|sips?):)?(.*)$/i.exec(text) ?? [];
  const user = scheme.toLowerCase().startsWith("sip") ? rest.replace(/[@;].*$/, "") : rest;
  const bare = user.replace(/[\s().\p{Pd}\p{Cf}]/gu, "").replace(/^00(?=[1-9])/, "+");
  if (!e164.test(bare)) return undefined;
  if (bare.startsWith("+")) return bare;
  return scheme.toLowerCase() === "whatsapp" ? `+${bare}` : undefined;
}

/** Reads a duration and rounds it to whole seconds. */
export function readDuration(value: unknown): number | undefined {
  const seconds =
    typeof value === "string" && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  if (typeof seconds !== "number" || !(seconds >= 0)) return undefined;
  const whole = Math.abs(Math.round(seconds));
  return whole <= maxDurationSeconds ? whole : undefined;
}

/**
 * Reads the value of an enumeration in lower case with underscores: `No Answer`, `no-answer` -> `no_answer`. A text that is
 * longer than an id is no such value.
 */
export function readToken(value: unknown): string | undefined {
  return readId(value)
    ?.toLowerCase()
    .replace(/[\s.\-_]+/g, "_");
}

/**
 * Creates a reader for the values of an enumeration. The reader accepts upper and lower case, and returns `other` for a
 * value that is not listed. Values in upper case, as the providers document them, need no conversion.
 */
export function enumReader<T, O = undefined>(values: Readonly<Record<string, T>>, other?: O) {
  const byText = new Map<unknown, T>();
  for (const [token, value] of Object.entries(values)) {
    byText.set(token, value).set(token.toUpperCase(), value);
  }
  return (value: unknown): T | O | undefined => {
    if (value === undefined || value === null) return undefined;
    const listed = byText.get(value);
    if (listed !== undefined || byText.has(value)) return listed;
    const token = readToken(value);
    return byText.has(token) ? byText.get(token) : other;
  };
}

export function readUrl(value: unknown): string | undefined {
  const text = readText(value);
  return text && text.length <= lengths.recording_url.most && /^https?:\/\//i.test(text)
    ? text
    : undefined;
}

export function readTranscript(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  return cutText(cleanText(value), lengths.transcript.most) || undefined;
}

export function readBoolean(value: unknown): boolean {
  return value === true || readToken(value) === "true" || value === 1;
}

export const idField = z.transform(readId);
export const phoneField = z.transform(readPhone);
export const timeField = z.transform(readTime);
export const payloadField = z.transform(readPayload);
export const durationField = z.transform(readDuration);
export const tokenField = z.transform(readToken);
export const profileField = z.transform(readProfileName);

/** Accepts any value unchanged. */
export const anyField = z.transform((value: unknown): unknown => value);

/** Creates the field for an object. A value that is not an object is read as an empty object. */
export function fieldsOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value: unknown) => (isRecord(value) ? value : {}), z.object(shape));
}
