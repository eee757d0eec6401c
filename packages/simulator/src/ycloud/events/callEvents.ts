import { type CallDirection, durationOf, type SimCall } from "../../calls/calls.ts";
import { createEventId, createObjectId } from "../../lib/createIds.ts";
import type { CaptureKind } from "../../media/media.ts";

/** An event as YCloud sends it (docs.ycloud.com, "Webhook reference"). */
export interface YcloudEvent {
  id: string;
  type: string;
  apiVersion: "v2";
  createTime: string;
  [payload: string]: unknown;
}

/** The call and its two sides, as an event names them. */
export interface EventParties {
  wacid: string;
  direction: CallDirection;
  business: { id: string; wabaId: string; phoneNumber: string };
  contact: {
    phone: string;
    userId: string;
    profileName?: string;
    username?: string | undefined;
    hidePhone?: boolean | undefined;
  };
}

const callEventTypes = [
  "whatsapp.call.connect",
  "whatsapp.call.status.updated",
  "whatsapp.call.terminate",
  "whatsapp.call.recording.updated",
  "whatsapp.call.transcription.updated",
] as const;
export const inboundMessageType = "whatsapp.inbound_message.received";
export const messageUpdatedType = "whatsapp.message.updated";
export const accountUpdatedType = "whatsapp.business_account.updated";

/** The events of the endpoint that is registered at the start: those that calls need. The simulator never sends the last two. */
export const endpointEventTypes = [
  ...callEventTypes,
  inboundMessageType,
  messageUpdatedType,
  accountUpdatedType,
  "whatsapp.template.reviewed",
  "whatsapp.phone_number.quality_updated",
] as const;

export function createEvent(
  now: number,
  type: string,
  payload: Record<string, unknown>,
): YcloudEvent {
  return {
    id: createEventId(),
    type,
    apiVersion: "v2",
    createTime: new Date(now).toISOString(),
    ...payload,
  };
}

/** Returns what distinguishes an event from other events of its type: its SDP type or its status. */
export function detailOf(event: YcloudEvent): string | null {
  for (const payload of Object.values(event)) {
    if (typeof payload !== "object" || payload === null) continue;
    for (const field of ["sdpType", "status"] as const) {
      const value: unknown = Reflect.get(payload, field);
      if (typeof value === "string") return value;
    }
  }
  return null;
}

/** Returns `from`, `to` and the user's id. If the user hides the phone, it is omitted. */
function partiesOf({ direction, business, contact }: EventParties) {
  const phone = contact.hidePhone ? undefined : contact.phone;
  return direction === "USER_INITIATED"
    ? {
        ...(phone !== undefined && { from: phone }),
        fromUserId: contact.userId,
        to: business.phoneNumber,
      }
    : {
        from: business.phoneNumber,
        ...(phone !== undefined && { to: phone }),
        toUserId: contact.userId,
      };
}

export function profileOf({ profileName, username }: EventParties["contact"]) {
  return {
    customerProfile: {
      ...(profileName !== undefined && { name: profileName }),
      ...(username !== undefined && { username }),
    },
  };
}

/** Creates the event with the SDP offer of a user's call, or with the SDP answer to the business's call. */
export function connectEvent(call: EventParties & { dialTime: number; sdp: string }, now: number) {
  const isUsers = call.direction === "USER_INITIATED";
  return createEvent(now, "whatsapp.call.connect", {
    callingConnect: {
      id: createObjectId(),
      wacid: call.wacid,
      phoneId: call.business.id,
      ...partiesOf(call),
      direction: call.direction,
      dialTime: call.dialTime,
      sdpType: isUsers ? "offer" : "answer",
      sdp: call.sdp,
      ...(isUsers && profileOf(call.contact)),
    },
  });
}

/** Creates a status event, which only calls of the business have. It contains no direction and no time of the call. */
export function statusEvent(
  call: EventParties,
  status: "RINGING" | "ACCEPTED" | "REJECTED",
  now: number,
) {
  return createEvent(now, "whatsapp.call.status.updated", {
    callingStatusUpdated: {
      wabaId: call.business.wabaId,
      wacid: call.wacid,
      phoneId: call.business.id,
      status,
      ...(!call.contact.hidePhone && { recipientPhone: call.contact.phone }),
      recipientUserId: call.contact.userId,
    },
  });
}

/** Creates the event of a call's end. It has times and a duration only after a pickup. Missed calls are COMPLETED too. */
export function terminateEvent(
  call: EventParties & Pick<SimCall, "startTime" | "endTime" | "status" | "errorCode">,
  now: number,
) {
  const { startTime, endTime } = call;
  return createEvent(now, "whatsapp.call.terminate", {
    callingTerminate: {
      id: createObjectId(),
      wacid: call.wacid,
      phoneId: call.business.id,
      ...partiesOf(call),
      direction: call.direction,
      ...(startTime !== undefined &&
        endTime !== undefined && {
          startTime: wholeSecond(startTime),
          endTime: wholeSecond(endTime),
          duration: durationOf(call),
        }),
      status: call.status ?? "COMPLETED",
      ...(call.errorCode !== undefined && { errorCode: call.errorCode }),
    },
  });
}

const wholeSecond = (ms: number) => Math.floor(ms / 1000) * 1000;

/** Creates the recording or the transcription event. They differ in their type and in the key of their payload. */
export function captureEvent(
  call: EventParties,
  kind: CaptureKind,
  result: { mediaAssetId: string; failed?: boolean },
  now: number,
) {
  return createEvent(now, `whatsapp.call.${kind}.updated`, {
    [kind === "recording" ? "callingRecording" : "callingTranscription"]: {
      wacid: call.wacid,
      phoneId: call.business.id,
      mediaAssetId: result.mediaAssetId,
      status: result.failed ? "FAILED" : "AVAILABLE",
      ...(result.failed && {
        error: { code: `CALLING_${kind.toUpperCase()}_PROCESSING_FAILED`, retryable: false },
      }),
    },
  });
}
