import * as z from "zod";
import { type EventDraft, finishEvent } from "../events/eventDraft.ts";
import {
  durationField,
  idField,
  payloadField,
  phoneField,
  readId,
  readToken,
  readTranscript,
  readUrl,
  timeField,
  tokenField,
} from "../events/fields.ts";
import { isRecord } from "../events/isRecord.ts";
import { placeSides, type Side, withUserId } from "../events/placeSides.ts";
import type { CallEvent } from "../vocabulary/callEvent.ts";
import type { CallDirection } from "../vocabulary/callStatus.ts";
import {
  type FlatField,
  type FlatMeaning,
  flatDirections,
  flatKeys,
  flatMeanings,
} from "./flatVocabulary.ts";

const payload = z.object({
  callId: idField,
  from: phoneField,
  to: phoneField,
  direction: tokenField,
  timestamp: timeField,
  duration: durationField,
  answeredAt: timeField,
  endedAt: timeField,
  ctaPayload: payloadField,
  deeplinkPayload: payloadField,
  errorCode: idField,
  recordingUrl: z.transform((value) => readUrl(isRecord(value) ? value.url : value)),
  transcript: z.transform((value) => readTranscript(isRecord(value) ? value.text : value)),
});
type FlatPayload = z.infer<typeof payload>;

/**
 * Reads the events of a flat payload: the event that the payload names, an event for the recording, and an event for
 * the transcript. A payload without a call id gives one unknown event that belongs to no call.
 */
export function parseFlat(body: unknown, receivedAt: Date | undefined): CallEvent[] {
  const fields = pickFields(body);
  const data = payload.safeParse(fields).data;
  const source = { provider: "flat", occurredAt: data?.timestamp, receivedAt } as const;
  return draftsOf(data, wordsOf(body)).map((draft) => finishEvent(draft, body, source));
}

function draftsOf(data: FlatPayload | undefined, words: readonly string[]): EventDraft[] {
  const callId = data?.callId;
  const unknown: EventDraft = {
    kind: "unknown",
    type: words[0],
    callId,
    aboutCalls: true,
    problem: callId === undefined ? "webhook_call_id_missing" : undefined,
  };
  if (!data || callId === undefined) return [unknown];

  const { ctaPayload, deeplinkPayload } = data;
  const call = {
    callId,
    ...partiesOf(data),
    ctaPayload,
    deeplinkPayload,
    defaultDirection: "entrante",
  } as const;
  const drafts: EventDraft[] = [];
  const meaning = meaningOf(words);
  if (meaning) drafts.push(draftOf(meaning, call, data));
  if (data.recordingUrl) {
    drafts.push({ kind: "recording", ...call, available: true, url: data.recordingUrl });
  }
  if (data.transcript) {
    drafts.push({ kind: "transcript", ...call, available: true, text: data.transcript });
  }
  return drafts.length > 0 ? drafts : [unknown];
}

type FlatCall = {
  callId: string;
  ctaPayload: string | undefined;
  deeplinkPayload: string | undefined;
  defaultDirection: "entrante";
} & ReturnType<typeof placeSides>;

function draftOf({ kind, cause }: FlatMeaning, call: FlatCall, data: FlatPayload): EventDraft {
  if (kind === "offer") return { kind, ...call, session: { invalid: "missing" } };
  if (kind !== "terminated") return { kind, ...call };
  return {
    kind,
    ...call,
    cause,
    startedAt: data.answeredAt,
    endedAt: data.endedAt,
    durationSeconds: data.duration,
    // The guide maps `failed` to `fallida` in both directions. But an incoming call that failed without a code becomes
    // `no_contestada`, because WhatsApp reports missed calls in this way. So a failed call without a code gets a code
    // of ours.
    errorCode: data.errorCode ?? (cause === "failed" ? "failed" : undefined),
  };
}

/**
 * Places the two sides of a call. A user id gives the direction, because only contacts have user ids. If the direction
 * is not known, the numbers of the inboxes decide later which side is ours.
 */
function partiesOf({ from, to, direction }: FlatPayload) {
  const sides = { from: withUserId({ phone: from }), to: withUserId({ phone: to }) };
  return placeSides({ direction: flatDirections.get(direction) ?? directionOf(sides), ...sides });
}

function directionOf({ from, to }: { from: Side; to: Side }): CallDirection | undefined {
  if (Boolean(from.userId) === Boolean(to.userId)) return undefined;
  return from.userId ? "entrante" : "saliente";
}

/**
 * Returns the meaning of the first known word. If this meaning is an end without a cause, returns the next meaning that
 * has a cause.
 */
function meaningOf(words: readonly string[]): FlatMeaning | undefined {
  const found = words.map(lookUp).filter((meaning) => meaning !== undefined);
  const [first] = found;
  if (first?.kind !== "terminated" || first.cause) return first;
  return found.find(({ kind, cause }) => kind === "terminated" && cause) ?? first;
}

function lookUp(word: string): FlatMeaning | undefined {
  const token = readToken(word) ?? "";
  return flatMeanings.get(token) ?? flatMeanings.get(token.replace(/^(?:whatsapp_)?call_/, ""));
}

/** Returns the values of the keys that may name the event, unchanged. */
function wordsOf(body: unknown): string[] {
  if (!isRecord(body)) return [];
  return flatKeys.event.map((key) => readId(body[key])).filter((word) => word !== undefined);
}

/** Picks, for each field, the value of the first key that has one. Null and empty text are not values. */
function pickFields(body: unknown): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (!isRecord(body)) return fields;
  for (const [field, keys] of Object.entries(flatKeys) as [FlatField, readonly string[]][]) {
    const key = keys.find((name) => isPresent(body[name]));
    if (key !== undefined) fields[field] = body[key];
  }
  return fields;
}

const isPresent = (value: unknown) => value !== null && value !== undefined && value !== "";
