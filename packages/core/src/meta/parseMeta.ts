import * as z from "zod";
import { type EventDraft, maxItems } from "../events/eventDraft.ts";
import {
  anyField,
  durationField,
  fieldsOf,
  idField,
  payloadField,
  phoneField,
  readId,
  timeField,
  tokenField,
} from "../events/fields.ts";
import { isRecord } from "../events/isRecord.ts";
import { areSame, placeSides, type Side } from "../events/placeSides.ts";
import type { CallEvent } from "../vocabulary/callEvent.ts";
import { readRequestTag } from "../vocabulary/callPermission.ts";
import type { CallDirection } from "../vocabulary/callStatus.ts";
import { readSession, type SessionDescription } from "../whatsapp/callSession.ts";
import { readContactChange } from "../whatsapp/contactChange.ts";
import { readMessageStatus } from "../whatsapp/messageStatus.ts";
import { readPermissionReply } from "../whatsapp/permissionReply.ts";
import { finishWithLesson, readLesson } from "../whatsapp/readLesson.ts";
import {
  readCause,
  readDirection,
  readSdpType,
  readStatus,
  sdpDirections,
} from "../whatsapp/whatsappValues.ts";
import { countItems, type MetaValue, readMetaValue } from "./metaValue.ts";
import { readAccountChange } from "./readAccountChange.ts";
import { readLegacySession } from "./readLegacySession.ts";

const media = fieldsOf({ id: idField }).optional();
const errors = z
  .array(fieldsOf({ code: idField }))
  .max(100)
  .optional()
  .catch(undefined);

/** An item of `calls[]` (Meta's calling reference, webhooks). */
const call = z.object({
  id: idField,
  event: tokenField,
  timestamp: timeField,
  direction: z.transform(readDirection),
  cta_payload: payloadField,
  deeplink_payload: payloadField,
  from: phoneField,
  from_user_id: idField,
  from_parent_user_id: idField,
  to: phoneField,
  to_user_id: idField,
  to_parent_user_id: idField,
  session: fieldsOf({ sdp: anyField, sdp_type: z.transform(readSdpType) }).optional(),
  connection: anyField,
  status: z.transform(readCause),
  start_time: timeField,
  end_time: timeField,
  duration: durationField,
  errors,
  call_recording: fieldsOf({ audio: media }).optional(),
  call_transcript: fieldsOf({ document: media }).optional(),
});
type MetaCall = z.infer<typeof call>;

const status = z.object({
  id: idField,
  type: tokenField,
  status: anyField,
  timestamp: timeField,
  recipient_id: phoneField,
  recipient_user_id: idField,
  recipient_parent_user_id: idField,
  biz_opaque_callback_data: idField,
  errors,
});

type MetaStatus = z.infer<typeof status>;

const message = z.object({
  id: idField,
  timestamp: timeField,
  from: phoneField,
  from_user_id: idField,
  from_parent_user_id: idField,
});

/** The content of an item, and its time by the provider's clock. */
interface ReadItem {
  draft: EventDraft;
  at?: string | undefined;
}

const lists = { calls: readCall, statuses: readStatusItem, messages: readMessage } as const;

/**
 * Reads the events of every call, status and message in every entry and change of a Meta webhook. The failure of a call or
 * of a message can show something about the permission to call; this is a second event.
 */
export function parseMeta(body: unknown, receivedAt: Date | undefined): CallEvent[] {
  const events: CallEvent[] = [];
  const add = ({ draft, at }: ReadItem, item: unknown, raw: unknown = item) => {
    const source = { provider: "meta", raw, occurredAt: at, receivedAt };
    events.push(...finishWithLesson(markCalls(draft), item, source));
  };

  for (const [read, item, raw] of readItems(body)) {
    if (events.length >= maxItems) {
      add({ draft: { kind: "unknown", type: "too_many_items" } }, body);
      break;
    }
    add(read, item, raw);
  }
  if (events.length === 0) add({ draft: { kind: "unknown" } }, body);
  return events;
}

/** Matches the types of unknown items that are about calls, in the field `calls` or in the field `messages`. */
const callType = /^(?:calls$|call_|voicemail$)/;

function markCalls(draft: EventDraft): EventDraft {
  const isOfCalls = draft.kind === "unknown" && callType.test(draft.type ?? "");
  return isOfCalls ? { ...draft, aboutCalls: true } : draft;
}

/**
 * Reads all items. The third value is a webhook with this item alone: an item says neither which number it is about nor who
 * the contact is, so the ledger keeps what is around it, without the other items and their contacts.
 */
function* readItems(body: unknown): Generator<[ReadItem, item: unknown, raw: unknown]> {
  for (const [change, entry] of changesOf(body)) {
    const alone = (only: unknown) => ({
      object: "whatsapp_business_account",
      entry: [{ ...entry, changes: [only] }],
    });
    const field = readField(change);
    const value = isRecord(change) && isRecord(change.value) ? change.value : {};
    const account = readAccountChange(field, value, entry);
    if (account) {
      yield [account, change, alone(change)];
      continue;
    }
    let isEmpty = true;
    let error: string | undefined;
    const parts = partsOf(value);
    const items = parts.reduce((sum, part) => sum + countItems(part), 0);
    const hasOne = parts.length === 1 && items === 1;
    for (const part of parts) {
      const context = readMetaValue(part, items);
      error ??= codeOf(context.errors);
      for (const [name, read] of Object.entries(lists)) {
        for (const item of listOf(part[name])) {
          isEmpty = false;
          const only = hasOne
            ? change
            : { field, value: { ...context.around(item), [name]: [item] } };
          yield [read(item, context, field), item, alone(only)];
        }
      }
    }
    if (isEmpty) yield [{ draft: emptyDraft(field, error) }, change, alone(change)];
  }
}

/** A change without items can have an error alone, such as 131044 for an incoming call: its code is kept in the type. */
function emptyDraft(field: string | undefined, error: string | undefined): EventDraft {
  if (error === undefined) return { kind: "unknown", type: field };
  return { kind: "unknown", type: `error:${error}`, aboutCalls: field === "calls" || undefined };
}

/**
 * The field `standby` has what another partner receives on `messages`. Its format is not documented: its value is read as
 * a value of `messages`, and so are the values in it.
 */
function partsOf(value: Record<string, unknown>): Record<string, unknown>[] {
  const { standby, metadata, contacts } = value;
  if (standby === undefined) return [value];
  const inner = Array.isArray(standby) ? standby : [standby];
  return [value, ...inner.filter(isRecord).map((part) => ({ metadata, contacts, ...part }))];
}

/** The changes of a body, each with its entry. */
function changesOf(body: unknown): [change: unknown, entry: Record<string, unknown>][] {
  const entries = isRecord(body) ? listOf(body.entry) : [];
  return entries
    .filter(isRecord)
    .flatMap((entry) =>
      listOf(entry.changes).map((change) => [change, entry] as [unknown, typeof entry]),
    );
}

function readField(change: unknown): string | undefined {
  return isRecord(change) ? readId(change.field) : undefined;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function readCall(item: unknown, value: MetaValue): ReadItem {
  const data = call.safeParse(item).data;
  const at = data?.timestamp;
  const draft = data?.id ? readKind(data, data.id, value) : undefined;
  if (draft) return { draft, at };
  return {
    // An item without an id belongs to no known call, but the name of its field shows that it is about a call.
    draft: {
      kind: "unknown",
      type: data?.id && data.event ? data.event : "calls",
      callId: data?.id,
    },
    at,
  };
}

function readKind(data: MetaCall, callId: string, value: MetaValue): EventDraft | undefined {
  switch (data.event) {
    case "connect": {
      const { sdp, sdpType } = sessionOf(data);
      const direction = directionOf(data, sdpType, value);
      if (!direction) return undefined;
      const kind = direction === "entrante" ? "offer" : "answer";
      const session = readSession(kind, sdp, sdpType);
      return { kind, callId, ...partiesOf(data, direction, value), ...payloadsOf(data), session };
    }
    case "terminate": {
      const direction = directionOf(data, undefined, value);
      return {
        kind: "terminated",
        callId,
        ...partiesOf(data, direction, value),
        ...payloadsOf(data),
        cause: data.status,
        startedAt: data.start_time,
        endedAt: data.end_time,
        durationSeconds: data.duration,
        errorCode: codeOf(data.errors) ?? codeOf(value.errors),
      };
    }
    case "call_recording_available":
      return {
        kind: "recording",
        callId,
        ...partiesOf(data, undefined, value),
        available: true,
        // The URL is ignored: it is valid for five minutes, but the id is valid for seven days.
        assetId: data.call_recording?.audio?.id,
      };
    case "call_transcription_available":
      return {
        kind: "transcript",
        callId,
        ...partiesOf(data, undefined, value),
        available: true,
        assetId: data.call_transcript?.document?.id,
      };
    default:
      return undefined;
  }
}

function sessionOf({ session, connection }: MetaCall): SessionDescription {
  if (session?.sdp !== undefined && session.sdp !== null) {
    return { sdp: session.sdp, sdpType: session.sdp_type };
  }
  const legacy = readLegacySession(connection);
  return { sdp: legacy.sdp, sdpType: session?.sdp_type ?? legacy.sdpType };
}

/**
 * Returns the stated direction. If there is none, derives it from the SDP, then from the side that has a user id, then
 * from our number.
 */
function directionOf(
  data: MetaCall,
  sdpType: SessionDescription["sdpType"],
  { businessPhone }: MetaValue,
): CallDirection | undefined {
  const told = data.direction ?? (sdpType && sdpDirections[sdpType]);
  if (told) return told;
  if (Boolean(data.from_user_id) !== Boolean(data.to_user_id)) {
    return data.from_user_id ? "entrante" : "saliente";
  }
  if (areSame(data.from, businessPhone) === areSame(data.to, businessPhone)) return undefined;
  return areSame(data.from, businessPhone) ? "saliente" : "entrante";
}

function partiesOf(data: MetaCall, direction: CallDirection | undefined, value: MetaValue) {
  return placeSides({
    direction,
    ...value.complete(
      { phone: data.from, userId: data.from_user_id, parentUserId: data.from_parent_user_id },
      { phone: data.to, userId: data.to_user_id, parentUserId: data.to_parent_user_id },
      direction,
    ),
  });
}

/** Connect and terminate webhooks of incoming calls have these payloads. */
const payloadsOf = (data: MetaCall) => ({
  ctaPayload: data.cta_payload,
  deeplinkPayload: data.deeplink_payload,
});

function codeOf(list: readonly { code?: string | undefined }[] | undefined): string | undefined {
  return list?.find(({ code }) => code !== undefined)?.code;
}

function readStatusItem(item: unknown, value: MetaValue, field: string | undefined): ReadItem {
  const data = status.safeParse(item).data;
  const update = data && readMessageUpdate(data, value);
  if (update) return { draft: update, at: data.timestamp };
  const kind = readStatus(data?.status);
  const ofCall = field === "calls" || data?.type === "call";
  if (!data?.id || !kind || !ofCall) {
    const callId = ofCall ? data?.id : undefined;
    return {
      draft: { kind: "unknown", type: ofCall ? "calls" : field, callId },
      at: data?.timestamp,
    };
  }
  return { draft: { kind, callId: data.id, ...sidesOf(data, value) }, at: data.timestamp };
}

/** Only outgoing calls and messages have statuses. */
function sidesOf(data: MetaStatus, value: MetaValue) {
  const to: Side = {
    phone: data.recipient_id,
    userId: data.recipient_user_id,
    parentUserId: data.recipient_parent_user_id,
  };
  return placeSides({ direction: "saliente", ...value.complete({}, to, "saliente") });
}

/**
 * Reads the delivery of a permission request of ours: our text comes back with each status of the message. Of another
 * message, only an error is read that shows something about the permission.
 */
function readMessageUpdate(data: MetaStatus, value: MetaValue): EventDraft | undefined {
  const requestId = readRequestTag(data.biz_opaque_callback_data);
  const step = readMessageStatus(data.status);
  if (step === undefined) return undefined;
  const { contact, business } = sidesOf(data, value);
  const errorCode = step === "failed" ? (codeOf(data.errors) ?? codeOf(value.errors)) : undefined;
  if (requestId === undefined) return readLesson({ errorCode, contact, business });
  return {
    kind: "permission_request",
    requestId,
    status: step,
    messageId: data.id,
    errorCode,
    contact,
    business,
  };
}

function readMessage(item: unknown, value: MetaValue, field: string | undefined): ReadItem {
  const data = message.safeParse(item).data;
  const reply = readPermissionReply(item);
  const change = readContactChange(item);
  if (data && change) return { draft: { ...change, business: value.business }, at: data.timestamp };
  if (!data || !reply || reply.kind === "unknown") {
    // A voicemail is an audio message with the call's id.
    const callId = data?.id?.startsWith("wacid.") ? data.id : undefined;
    const type = callId ? "voicemail" : field;
    return { draft: reply ?? { kind: "unknown", type, callId }, at: data?.timestamp };
  }
  const from: Side = {
    phone: data.from,
    userId: data.from_user_id,
    parentUserId: data.from_parent_user_id,
  };
  const { contact, business } = placeSides({
    direction: "entrante",
    ...value.complete(from, {}, "entrante"),
  });
  return { draft: { ...reply, contact, business }, at: data.timestamp };
}
