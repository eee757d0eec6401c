import * as z from "zod";
import { readJid } from "../phone/readJid.ts";
import { cutText, textLengths } from "../vocabulary/textLengths.ts";
import { cleanText } from "./cleanText.ts";
import { readTime } from "./readTime.ts";

/**
 * The values of webhook payloads as zod fields. None of them ever fails: providers swap strings and
 * numbers, change the case and omit fields, and a value that cannot be read counts as absent. The results
 * can be stored in Postgres: no NUL, no lone surrogate, bounded in length.
 */

const lengths = textLengths.whatsapp_calls;
/** The `integer` of Postgres. */
const maxDurationSeconds = 2_147_483_647;

/** A string or a whole number as trimmed, clean text; undefined for everything else and for empty text. */
function readText(value: unknown): string | undefined {
  if (typeof value === "string") return cleanText(value).trim() || undefined;
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : undefined;
}

/** An id that is too long counts as absent, because a shortened id could be another one. */
export function readId(value: unknown): string | undefined {
  const text = readText(value);
  return text !== undefined && text.length <= lengths.call_id.most ? text : undefined;
}

function readName(value: unknown): string | undefined {
  const text = readText(value);
  return text === undefined ? undefined : cutText(text, lengths.contact_profile_name.most);
}

/** A person's name: the profile's name, else the username. */
export function readProfileName(profile: unknown): string | undefined {
  return isRecord(profile) ? (readName(profile.name) ?? readName(profile.username)) : undefined;
}

const e164 = /^\+?[1-9]\d{6,14}$/;

/**
 * Converts E.164 (with or without `+`, after `00`, `whatsapp:` or `tel:`) and WhatsApp's addresses (`...@c.us`) to `+digits`.
 * An `@lid` is a user id: its device is removed, and `placeSides` moves it to the right field. No country is guessed: every
 * other text stays unchanged.
 */
export function readPhone(value: unknown): string | undefined {
  const isClean = typeof value === "string" && e164.test(value);
  const text = isClean ? value : readText(value);
  if (text === undefined) return undefined;
  if (isClean || e164.test(text)) return text.startsWith("+") ? text : `+${text}`;
  const jid = readJid(text);
  return (
    jid?.phone ?? jid?.userId ?? readWritten(text) ?? cutText(text, lengths.contact_phone.most)
  );
}

/** Only a number with `+` or `00` may lose its punctuation: `(55) 1234 5678` would become Brazilian. */
function readWritten(text: string): string | undefined {
  const [, scheme = "", rest = ""] = /^(?:(whatsapp|tel|sips?):)?(.*)$/i.exec(text) ?? [];
  const user = scheme.toLowerCase().startsWith("sip") ? rest.replace(/[@;].*$/, "") : rest;
  const bare = user.replace(/[\s().\p{Pd}\p{Cf}]/gu, "").replace(/^00(?=[1-9])/, "+");
  if (!e164.test(bare)) return undefined;
  if (bare.startsWith("+")) return bare;
  return scheme.toLowerCase() === "whatsapp" ? `+${bare}` : undefined;
}

/** Whole seconds. */
export function readDuration(value: unknown): number | undefined {
  const seconds =
    typeof value === "string" && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  if (typeof seconds !== "number" || !(seconds >= 0)) return undefined;
  const whole = Math.abs(Math.round(seconds));
  return whole <= maxDurationSeconds ? whole : undefined;
}

/** An enumeration's value in lower case with underscores: `No Answer`, `no-answer` -> `no_answer`. */
export function readToken(value: unknown): string | undefined {
  return readText(value)
    ?.toLowerCase()
    .replace(/[\s.\-_]+/g, "_");
}

/**
 * Reads an enumeration's values by their tokens, in any case; a value that is not listed becomes `other`.
 * The documented upper case takes a shortcut.
 */
export function enumReader<T, O = undefined>(values: Readonly<Record<string, T>>, other?: O) {
  const byText = new Map<unknown, T>();
  for (const [token, value] of Object.entries(values)) {
    byText.set(token, value).set(token.toUpperCase(), value);
  }
  return (value: unknown): T | O | undefined => {
    if (value === undefined || value === null) return undefined;
    const text = byText.has(value) ? value : readToken(value);
    return byText.has(text) ? byText.get(text) : other;
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

function readBoolean(value: unknown): boolean {
  return value === true || readToken(value) === "true" || value === 1;
}

export const idField = z.transform(readId);
export const phoneField = z.transform(readPhone);
export const timeField = z.transform(readTime);
export const durationField = z.transform(readDuration);
export const tokenField = z.transform(readToken);
export const booleanField = z.transform(readBoolean);
export const profileField = z.transform(readProfileName);

/** Accepts any value unchanged. */
export const anyField = z.transform((value: unknown): unknown => value);

/** An object of fields; a value that is not an object has none of them. */
export function fieldsOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value: unknown) => (isRecord(value) ? value : {}), z.object(shape));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
