import * as z from "zod";
import type { CallEvent } from "../vocabulary/callEvent.ts";
import type { CallDirection } from "../vocabulary/callStatus.ts";
import { readSession } from "./callSession.ts";
import { type EventDraft, finishEvent } from "./eventDraft.ts";
import {
  anyField,
  durationField,
  fieldsOf,
  idField,
  isRecord,
  phoneField,
  profileField,
  timeField,
} from "./fields.ts";
import { readPermissionReply } from "./permissionReply.ts";
import { placeSides } from "./placeSides.ts";
import {
  availableField,
  causeField,
  directionField,
  sdpDirections,
  sdpTypeField,
  statusField,
} from "./whatsappValues.ts";

/** YCloud's envelope and call events: docs.ycloud.com, webhook event payloads. */
const envelope = z.object({ id: idField, type: idField, createTime: timeField });

const partyFields = {
  wacid: idField,
  phoneId: idField,
  from: phoneField,
  fromUserId: idField,
  fromParentUserId: idField,
  to: phoneField,
  toUserId: idField,
  toParentUserId: idField,
  customerProfile: profileField,
};
const connect = z.object({
  ...partyFields,
  direction: directionField,
  sdpType: sdpTypeField,
  sdp: anyField,
});
const terminate = z.object({
  ...partyFields,
  direction: directionField,
  status: causeField,
  startTime: timeField,
  endTime: timeField,
  duration: durationField,
  errorCode: idField,
});
const statusUpdated = z.object({
  wacid: idField,
  phoneId: idField,
  status: statusField,
  recipientPhone: phoneField,
  recipientUserId: idField,
  parentRecipientUserId: idField,
  customerProfile: profileField,
});
const media = z.object({
  wacid: idField,
  phoneId: idField,
  mediaAssetId: idField,
  status: availableField,
  error: fieldsOf({ code: idField }).optional(),
});
const message = z.object(partyFields);

/** What an item says; undefined when it is not of a form that is known. */
type ReadItem = (item: unknown) => EventDraft | undefined;

const readers: ReadonlyMap<string, readonly [key: string, read: ReadItem]> = new Map([
  ["whatsapp.call.connect", ["callingConnect", readConnect]],
  ["whatsapp.call.status.updated", ["callingStatusUpdated", readStatus]],
  ["whatsapp.call.terminate", ["callingTerminate", readTerminate]],
  ["whatsapp.call.recording.updated", ["callingRecording", readMedia("recording")]],
  ["whatsapp.call.transcription.updated", ["callingTranscription", readMedia("transcript")]],
  ["whatsapp.inbound_message.received", ["whatsappInboundMessage", readMessage]],
]);

/** One event of one YCloud webhook. */
export function parseYcloud(body: unknown, receivedAt: Date): CallEvent[] {
  const { id, type, createTime } = envelope.safeParse(body).data ?? {};
  const source = { provider: "ycloud", id, occurredAt: createTime, receivedAt } as const;
  const [key = "", read] = readers.get(type ?? "") ?? [];
  const item = isRecord(body) && Object.hasOwn(body, key) ? body[key] : undefined;
  const draft = read?.(item) ?? { kind: "unknown", type, callId: callIdOf(item) };
  return [finishEvent(draft, body, source)];
}

function readConnect(item: unknown): EventDraft | undefined {
  const { data: call } = connect.safeParse(item);
  const direction = call && directionOf(call);
  if (!call?.wacid || !direction) return undefined;
  const expected = direction === "entrante" ? "offer" : "answer";
  return {
    kind: expected,
    callId: call.wacid,
    ...partiesOf(call, direction),
    session: readSession(expected, call.sdp, call.sdpType),
  };
}

function readTerminate(item: unknown): EventDraft | undefined {
  const { data: call } = terminate.safeParse(item);
  if (!call?.wacid) return undefined;
  return {
    kind: "terminated",
    callId: call.wacid,
    ...partiesOf(call, directionOf(call)),
    cause: call.status,
    startedAt: call.startTime,
    endedAt: call.endTime,
    durationSeconds: call.duration,
    errorCode: call.errorCode,
  };
}

function readStatus(item: unknown): EventDraft | undefined {
  const { data: call } = statusUpdated.safeParse(item);
  if (!call?.wacid || !call.status) return undefined;
  const to = {
    phone: call.recipientPhone,
    userId: call.recipientUserId,
    parentUserId: call.parentRecipientUserId,
  };
  // Status events exist for outgoing calls only.
  return {
    kind: call.status,
    callId: call.wacid,
    ...placeSides({
      direction: "saliente",
      from: {},
      to,
      phoneId: call.phoneId,
      profileName: call.customerProfile,
    }),
  };
}

function readMedia(kind: "recording" | "transcript"): ReadItem {
  return (item) => {
    const { data } = media.safeParse(item);
    if (!data?.wacid || data.status === undefined) return undefined;
    const available = data.status;
    return {
      kind,
      callId: data.wacid,
      ...placeSides({ from: {}, to: {}, phoneId: data.phoneId }),
      available,
      assetId: available ? data.mediaAssetId : undefined,
      errorCode: available ? undefined : data.error?.code,
    };
  };
}

function readMessage(item: unknown): EventDraft | undefined {
  const reply = readPermissionReply(item);
  const { data } = message.safeParse(item);
  if (!reply || !data) return undefined;
  const { contact, business } = partiesOf(data, "entrante");
  return { ...reply, contact, business };
}

type Parties = z.infer<typeof message>;

function partiesOf(call: Parties, direction: CallDirection | undefined) {
  return placeSides({
    direction,
    from: { phone: call.from, userId: call.fromUserId, parentUserId: call.fromParentUserId },
    to: { phone: call.to, userId: call.toUserId, parentUserId: call.toParentUserId },
    phoneId: call.phoneId,
    profileName: call.customerProfile,
  });
}

/** Said, else told by the SDP, else by whose user id there is: only the contact has one. */
function directionOf(
  call: z.infer<typeof terminate> | z.infer<typeof connect>,
): CallDirection | undefined {
  if (call.direction) return call.direction;
  const told = "sdpType" in call && call.sdpType && sdpDirections[call.sdpType];
  if (told) return told;
  if (Boolean(call.fromUserId) === Boolean(call.toUserId)) return undefined;
  return call.fromUserId ? "entrante" : "saliente";
}

function callIdOf(item: unknown): string | undefined {
  return z.object({ wacid: idField }).safeParse(item).data?.wacid;
}
