import {
  type CallDirection,
  type CallExtras,
  durationOf,
  type SimCall,
} from "../../calls/calls.ts";
import type { CaptureKind } from "../../media/media.ts";
import {
  contactsOf,
  digits,
  type EventContact,
  type EventNumber,
  type MetaChange,
  messagingValue,
  secondsOf,
} from "./metaValue.ts";

/** The call and its two sides, as a webhook names them. */
export interface EventCall {
  wacid: string;
  direction: CallDirection;
  business: EventNumber;
  contact: EventContact;
  extras: CallExtras;
}

/** Returns `from`, `to` and the user's id. If the user hides the phone, it is omitted. */
function sidesOf({ direction, business, contact }: EventCall) {
  const phone = contact.hidePhone ? undefined : digits(contact.phone);
  return direction === "USER_INITIATED"
    ? {
        ...(phone !== undefined && { from: phone }),
        from_user_id: contact.userId,
        to: digits(business.phoneNumber),
      }
    : {
        from: digits(business.phoneNumber),
        ...(phone !== undefined && { to: phone }),
        to_user_id: contact.userId,
      };
}

/** Returns the texts that a call's `connect` and `terminate` repeat. */
function extrasOf({ callbackData, ctaPayload, deeplinkPayload }: CallExtras) {
  return {
    ...(callbackData !== undefined && { biz_opaque_callback_data: callbackData }),
    ...(ctaPayload !== undefined && { cta_payload: ctaPayload }),
    ...(deeplinkPayload !== undefined && { deeplink_payload: deeplinkPayload }),
  };
}

const callsChange = ({ business, contact }: EventCall, items: object): MetaChange => ({
  wabaId: business.wabaId,
  field: "calls",
  value: messagingValue(business, { contacts: contactsOf(contact), ...items }),
});

/** Creates the change with the SDP offer of a user's call, or with the SDP answer to the business's call. */
export function connectChange(call: EventCall & { sdp: string }, now: number): MetaChange {
  const sdpType = call.direction === "USER_INITIATED" ? "offer" : "answer";
  const item = {
    id: call.wacid,
    ...sidesOf(call),
    event: "connect",
    timestamp: secondsOf(now),
    direction: call.direction,
    ...extrasOf(call.extras),
    session: { sdp_type: sdpType, sdp: call.sdp },
  };
  return callsChange(call, { calls: [item] });
}

/** Creates the change of a call's status. Only calls of the business have statuses. */
export function statusChange(
  call: EventCall,
  status: "RINGING" | "ACCEPTED" | "REJECTED",
  now: number,
): MetaChange {
  const { contact, extras } = call;
  const item = {
    id: call.wacid,
    timestamp: secondsOf(now),
    type: "call",
    status,
    ...(!contact.hidePhone && { recipient_id: digits(contact.phone) }),
    recipient_user_id: contact.userId,
    ...(extras.callbackData !== undefined && { biz_opaque_callback_data: extras.callbackData }),
  };
  return callsChange(call, { statuses: [item] });
}

/**
 * Creates the change of a call's end. It has times and a duration only after a pickup. Unanswered calls are COMPLETED too: Meta
 * documents it for calls of the business, and for calls of users it is inferred.
 */
export function terminateChange(
  call: EventCall & Pick<SimCall, "startTime" | "endTime" | "status" | "errorCode">,
  now: number,
): MetaChange {
  const { startTime, endTime, errorCode } = call;
  // Captured in practice: the errors of a failed call are in the call and in the value.
  const errors = errorCode === undefined ? {} : { errors: [errorItem(errorCode)] };
  const item = {
    id: call.wacid,
    ...sidesOf(call),
    event: "terminate",
    direction: call.direction,
    ...extrasOf(call.extras),
    timestamp: secondsOf(now),
    status: call.status ?? "COMPLETED",
    ...(startTime !== undefined &&
      endTime !== undefined && {
        start_time: secondsOf(startTime),
        end_time: secondsOf(endTime),
        duration: durationOf(call),
      }),
    ...errors,
  };
  return callsChange(call, { calls: [item], ...errors });
}

const endErrors: Readonly<Record<string, string>> = {
  "138019": "Call setup failed",
  "138021": "WhatsApp client terminated the call due to not receiving any media for a long time",
};

function errorItem(code: string) {
  const title = endErrors[code] ?? "Something went wrong";
  return { code: Number(code), title, message: title, error_data: { details: title } };
}

/** A file of a call, as its webhook describes it. */
export interface MediaItem {
  id: string;
  /** Base64, as in Meta's samples. */
  sha256: string;
  /** The address of the file, which is valid for five minutes. */
  url: string;
}

/** Creates the change of a recording or a transcript that can be fetched. It has no direction and no `to`. */
export function captureChange(
  call: EventCall,
  kind: CaptureKind,
  file: MediaItem,
  now: number,
): MetaChange {
  const { contact } = call;
  const isRecording = kind === "recording";
  const item = {
    id: call.wacid,
    ...(!contact.hidePhone && { from: digits(contact.phone) }),
    from_user_id: contact.userId,
    timestamp: secondsOf(now),
    event: `call_${kind}_available`,
    ...(isRecording
      ? {
          call_recording: {
            type: "audio",
            audio: { ...file, mime_type: "audio/ogg; codecs=opus" },
          },
        }
      : { call_transcript: { document: { ...file, mime_type: "application/json" } } }),
  };
  return callsChange(call, { calls: [item] });
}
