import * as z from "zod";
import { cutText, textLengths } from "../vocabulary/textLengths.ts";
import { cleanText } from "./cleanText.ts";

/**
 * The values of webhook payloads as zod fields. None of them ever fails: providers swap strings and
 * numbers, change the case and omit fields, and a value that cannot be read counts as absent. The results
 * can be stored in Postgres: no NUL, no lone surrogate, bounded in length.
 */

const lengths = textLengths.whatsapp_calls;
/** The `integer` of Postgres. */
const maxDurationSeconds = 2_147_483_647;
/** Times outside of this range count as absent: no real clock shows them. */
const earliestTime = Date.UTC(2000, 0, 1);
const latestTime = Date.UTC(2100, 0, 1);

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

/** E.164 with or without `+` becomes `+digits`. Everything else stays as it came: no country is guessed. */
export function readPhone(value: unknown): string | undefined {
  const isClean = typeof value === "string" && e164.test(value);
  const text = isClean ? value : readText(value);
  if (text === undefined) return undefined;
  if (isClean || e164.test(text)) return text.startsWith("+") ? text : `+${text}`;
  const bare = withoutMarks(text);
  return bare.startsWith("+") && e164.test(bare) ? bare : cutText(text, lengths.contact_phone.most);
}

/** Only a number with `+` loses its punctuation: `(55) 1234 5678` would become a Brazilian number. */
function withoutMarks(text: string): string {
  return text.replace(/^whatsapp:/i, "").replace(/[\s().\p{Pd}\p{Cf}]/gu, "");
}

/** ISO 8601 of epoch seconds or milliseconds (distinguished by magnitude), or of an ISO 8601 text. */
export function readTime(value: unknown): string | undefined {
  if (typeof value === "string" && canonicalTime.test(value)) return value;
  const time = epochOf(value);
  return time >= earliestTime && time <= latestTime ? isoOf(time) : undefined;
}

/** A time that is already written as we write it. `Date` checks the last days of a month. */
const canonicalTime =
  /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const isoTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/i;

function epochOf(value: unknown): number {
  if (typeof value === "number") return inMilliseconds(value);
  if (typeof value !== "string") return Number.NaN;
  const text = value.trim();
  if (/^\d{1,16}(?:\.\d{1,9})?$/.test(text)) return inMilliseconds(Number(text));
  const match = isoTime.exec(text);
  if (!match) return Number.NaN;
  // Without a zone, Date would take this machine's.
  return Date.parse(match[1] ? text : `${text}Z`);
}

const inMilliseconds = (epoch: number) => Math.round(epoch < earliestTime ? epoch * 1000 : epoch);

const dayMilliseconds = 86_400_000;
let lastDay = { day: Number.NaN, prefix: "" };

/** `toISOString`, but ten times faster for times of one day: it runs for every time of every webhook. */
function isoOf(time: number): string {
  const day = Math.floor(time / dayMilliseconds);
  if (day !== lastDay.day) lastDay = { day, prefix: new Date(time).toISOString().slice(0, 11) };
  const rest = time - day * dayMilliseconds;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const milliseconds = String(rest % 1000).padStart(3, "0");
  return `${lastDay.prefix}${hourTexts[Math.floor(minutes / 60)]}${minuteTexts[minutes % 60]}${secondTexts[seconds % 60]}${milliseconds}Z`;
}

/** The numbers below `count` with two digits, followed by a separator. */
const timeTexts = (count: number, after: string) =>
  Array.from({ length: count }, (_, value) => `${String(value).padStart(2, "0")}${after}`);
const hourTexts = timeTexts(24, ":");
const minuteTexts = timeTexts(60, ":");
const secondTexts = timeTexts(60, ".");

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

/** Any value, not read. */
export const anyField = z.transform((value: unknown): unknown => value);

/** An object of fields; a value that is not an object has none of them. */
export function fieldsOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value: unknown) => (isRecord(value) ? value : {}), z.object(shape));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
