import type { EventDraft } from "../events/eventDraft.ts";
import { readDuration, readId, readPayload, readPhone, readProfileName } from "../events/fields.ts";
import { isRecord } from "../events/isRecord.ts";
import { placeSides } from "../events/placeSides.ts";
import { readTime } from "../events/readTime.ts";
import type { CallEvent } from "../vocabulary/callEvent.ts";
import { readRequestTag } from "../vocabulary/callPermission.ts";
import type { CallDirection } from "../vocabulary/callStatus.ts";
import { readSession } from "../whatsapp/callSession.ts";
import { readMessageStatus } from "../whatsapp/messageStatus.ts";
import { readPermissionReply } from "../whatsapp/permissionReply.ts";
import { finishWithLesson, readLesson } from "../whatsapp/readLesson.ts";
import {
  readAvailable,
  readCause,
  readDirection,
  readSdpType,
  readStatus,
  sdpDirections,
} from "../whatsapp/whatsappValues.ts";
import { readBusinessAccount, readPhoneNumber, readTemplate } from "./readAccount.ts";

/**
 * YCloud's envelope and the item in it (docs.ycloud.com, webhook event payloads) must be objects. Nothing else is
 * checked here, because each reader accepts any value. A zod field for each value would double the time to read a
 * webhook.
 */
type Fields = Record<string, unknown>;

/** Reads an item. Returns undefined if the form of the item is not known. */
type ReadItem = (item: Fields) => EventDraft | undefined;

interface Reader {
  /** The envelope's key of the item. */
  key: string;
  read: ReadItem;
}

const readers: ReadonlyMap<unknown, Reader> = new Map([
  ["whatsapp.call.connect", { key: "callingConnect", read: readConnect }],
  ["whatsapp.call.status.updated", { key: "callingStatusUpdated", read: readStatusUpdated }],
  ["whatsapp.call.terminate", { key: "callingTerminate", read: readTerminate }],
  ["whatsapp.call.recording.updated", { key: "callingRecording", read: readMedia("recording") }],
  [
    "whatsapp.call.transcription.updated",
    { key: "callingTranscription", read: readMedia("transcript") },
  ],
  ["whatsapp.inbound_message.received", { key: "whatsappInboundMessage", read: readMessage }],
  ["whatsapp.phone_number.quality_updated", { key: "whatsappPhoneNumber", read: readPhoneNumber }],
  [
    "whatsapp.business_account.updated",
    { key: "whatsappBusinessAccount", read: readBusinessAccount },
  ],
  ["whatsapp.template.reviewed", { key: "whatsappTemplate", read: readTemplate }],
  ["whatsapp.message.updated", { key: "whatsappMessage", read: readMessageUpdate }],
]);

/**
 * Reads a YCloud webhook. Each webhook contains one event. The failure of a call or of a message can show something about
 * the permission to call; this is a second event.
 */
export function parseYcloud(body: unknown, receivedAt: Date | undefined): CallEvent[] {
  const envelope = objectOf(body) ?? {};
  const type = readId(envelope.type);
  const reader = readers.get(type);
  const item =
    reader && Object.hasOwn(envelope, reader.key) ? objectOf(envelope[reader.key]) : undefined;
  const draft = (item && reader?.read(item)) ?? {
    kind: "unknown",
    type,
    callId: readId(item?.wacid),
    aboutCalls: type?.startsWith("whatsapp.call.") ? true : undefined,
  };
  const source = {
    provider: "ycloud",
    id: readId(envelope.id),
    occurredAt: readTime(envelope.createTime),
    receivedAt,
  } as const;
  return finishWithLesson(draft, body, source);
}

function readConnect(call: Fields): EventDraft | undefined {
  const callId = readId(call.wacid);
  const sdpType = readSdpType(call.sdpType);
  const direction = directionOf(call, sdpType && sdpDirections[sdpType]);
  if (callId === undefined || !direction) return undefined;
  const kind = direction === "entrante" ? "offer" : "answer";
  const session = readSession(kind, call.sdp, sdpType);
  return { ...partiesOf(call, direction), kind, callId, session };
}

function readTerminate(call: Fields): EventDraft | undefined {
  const callId = readId(call.wacid);
  if (callId === undefined) return undefined;
  return {
    ...partiesOf(call, directionOf(call)),
    kind: "terminated",
    callId,
    cause: readCause(call.status),
    startedAt: readTime(call.startTime),
    endedAt: readTime(call.endTime),
    durationSeconds: readDuration(call.duration),
    errorCode: readId(call.errorCode),
  };
}

function readStatusUpdated(call: Fields): EventDraft | undefined {
  const callId = readId(call.wacid);
  const kind = readStatus(call.status);
  if (callId === undefined || kind === undefined) return undefined;
  // Only outgoing calls have status events.
  const parties = placeSides({
    direction: "saliente",
    from: {},
    to: {
      phone: readPhone(call.recipientPhone),
      userId: readId(call.recipientUserId),
      parentUserId: readId(call.parentRecipientUserId),
    },
    phoneId: readId(call.phoneId),
    profileName: readProfileName(call.customerProfile),
  });
  return { ...parties, kind, callId };
}

function readMedia(kind: "recording" | "transcript"): ReadItem {
  return (media) => {
    const callId = readId(media.wacid);
    const available = readAvailable(media.status);
    if (callId === undefined || available === undefined) return undefined;
    return {
      ...placeSides({ from: {}, to: {}, phoneId: readId(media.phoneId) }),
      kind,
      callId,
      available,
      assetId: available ? readId(media.mediaAssetId) : undefined,
      errorCode: available ? undefined : readId(objectOf(media.error)?.code),
    };
  };
}

function readMessage(message: Fields): EventDraft | undefined {
  const reply = readPermissionReply(message);
  if (!reply) return undefined;
  const { contact, business } = partiesOf(message, "entrante");
  return { ...reply, contact, business };
}

/**
 * Reads the delivery of a permission request of ours. Of another message, only an error is read that shows something
 * about the permission. Of all others only the ledger's row remains.
 */
function readMessageUpdate(message: Fields): EventDraft | undefined {
  const requestId = readRequestTag(readId(message.externalId));
  const status = readMessageStatus(message.status);
  if (status === undefined) return undefined;
  const { contact, business } = placeSides({
    direction: "saliente",
    from: { phone: readPhone(message.from) },
    to: {
      phone: readPhone(message.to),
      userId:
        readId(message.recipientUserId) ?? readId(message.toUserId) ?? readId(message.recipient),
    },
  });
  const errorCode =
    status === "failed"
      ? (readId(objectOf(message.whatsappApiError)?.code) ?? readId(message.errorCode))
      : undefined;
  if (requestId === undefined) return readLesson({ errorCode, contact, business });
  return {
    kind: "permission_request",
    requestId,
    status,
    messageId: readId(message.wamid),
    errorCode,
    contact,
    business,
  };
}

/**
 * Reads the two sides, and the payload by which the contact called. YCloud does not document the payloads of Meta's
 * webhooks. They are expected in camel case, as its other fields are Meta's in camel case.
 */
function partiesOf(item: Fields, direction: CallDirection | undefined) {
  const parties = placeSides({
    direction,
    from: {
      phone: readPhone(item.from),
      userId: readId(item.fromUserId),
      parentUserId: readId(item.fromParentUserId),
    },
    to: {
      phone: readPhone(item.to),
      userId: readId(item.toUserId),
      parentUserId: readId(item.toParentUserId),
    },
    phoneId: readId(item.phoneId),
    profileName: readProfileName(item.customerProfile),
  });
  return {
    ...parties,
    ctaPayload: readPayload(item.ctaPayload),
    deeplinkPayload: readPayload(item.deeplinkPayload),
  };
}

/**
 * Returns the stated direction. If there is none, derives it from the SDP, then from the side that has a user id: this
 * side is the contact.
 */
function directionOf(call: Fields, toldBySdp?: CallDirection): CallDirection | undefined {
  const told = readDirection(call.direction) ?? toldBySdp;
  if (told) return told;
  const from = readId(call.fromUserId);
  if (Boolean(from) === Boolean(readId(call.toUserId))) return undefined;
  return from ? "entrante" : "saliente";
}

function objectOf(value: unknown): Fields | undefined {
  return isRecord(value) ? value : undefined;
}
