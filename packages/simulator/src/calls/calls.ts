import { createBoundedMap, memoryLimit } from "../lib/boundedMap.ts";
import type { Cancel } from "../lib/clock.ts";
import type { FarEnd, MediaReport } from "../media/farEnd.ts";
import type { SimContact } from "../parties/contacts.ts";

/** The providers whose routes and webhooks the simulator has. */
export const providers = ["ycloud", "meta"] as const;
export type Provider = (typeof providers)[number];

/** A number of the business. */
export interface BusinessNumber {
  id: string;
  wabaId: string;
  /** E.164, with the `+`. */
  phoneNumber: string;
  /** Whose customer the number is: only this provider's routes know it, and only this provider reports about it. */
  provider: Provider;
}

/** What else a request or a user says about a call. */
export interface CallExtras {
  /** A text of the business that Meta repeats in the call's webhooks (`biz_opaque_callback_data`). */
  callbackData?: string;
  /** The payload of the call button or the call link that the user has used. */
  ctaPayload?: string;
  deeplinkPayload?: string;
  /** What Meta records, as the request of the dial or the accept says. At YCloud, the number's settings decide. */
  capture?: { recording: boolean; transcription: boolean };
}

export type CallDirection = "USER_INITIATED" | "BUSINESS_INITIATED";

/** The state of a call. */
export interface SimCall {
  wacid: string;
  /** `click_to_call`: the call has flat webhooks and no SDP. */
  kind: "webrtc" | "click_to_call";
  direction: CallDirection;
  business: BusinessNumber;
  contact: SimContact;
  state: "connecting" | "ringing" | "in_progress" | "ended";
  /** Epoch milliseconds, like `startTime` and `endTime`. */
  dialTime: number;
  startTime?: number;
  endTime?: number;
  status?: "COMPLETED" | "FAILED";
  errorCode?: string;
  endedBy?: "user" | "business" | "network";
  extras: CallExtras;
  /** The far end's SDP; empty for a click-to-call call. */
  sdp: string;
  /** The business's SDP answer. An accept after a pre-accept must contain the same SDP. */
  answer?: { sdp: string; joined: Promise<void> };
  /** Undefined after the end of the call. */
  farEnd?: FarEnd;
  /** The far end's last report, set when the call ends; null without media. */
  media?: MediaReport | null;
  /** Cancels the next scheduled step. */
  cancelNext: Cancel;
  /** Stops watching for the business's media. */
  cancelWatch?: Cancel;
}

type CallTimes = Pick<SimCall, "startTime" | "endTime">;

/** Returns the times of the pickup and the end; null if nobody picked up or the call is not over. */
const talkOf = ({ startTime, endTime }: CallTimes): { start: number; end: number } | null =>
  startTime === undefined || endTime === undefined ? null : { start: startTime, end: endTime };

/** Returns the whole seconds between pickup and end; null if nobody picked up or the call is not over. */
export function durationOf(call: CallTimes): number | null {
  const talk = talkOf(call);
  return talk && Math.floor(talk.end / 1000) - Math.floor(talk.start / 1000);
}

/** Returns the milliseconds between pickup and end; 0 if nobody picked up or the call is not over. */
export function talkMsOf(call: CallTimes): number {
  const talk = talkOf(call);
  return talk ? talk.end - talk.start : 0;
}

const isoOf = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());

/** Converts a call to the form in which `/_sim/calls` shows it, without SDPs. */
export function viewCall(call: SimCall) {
  const isUsers = call.direction === "USER_INITIATED";
  const { phone } = call.contact;
  const { phoneNumber } = call.business;
  return {
    wacid: call.wacid,
    kind: call.kind,
    direction: call.direction,
    from: isUsers ? phone : phoneNumber,
    to: isUsers ? phoneNumber : phone,
    userId: call.contact.userId,
    phoneId: call.business.id,
    provider: call.business.provider,
    state: call.state,
    dialledAt: isoOf(call.dialTime),
    startedAt: isoOf(call.startTime),
    endedAt: isoOf(call.endTime),
    durationSeconds: durationOf(call),
    status: call.status ?? null,
    errorCode: call.errorCode ?? null,
    endedBy: call.endedBy ?? null,
    media: viewMedia(call.farEnd?.report() ?? call.media ?? null),
  };
}

function viewMedia(report: MediaReport | null) {
  if (report === null) return null;
  const timeOf = (ms: number | null) => isoOf(ms ?? undefined);
  return {
    ...report,
    connectedAt: timeOf(report.connectedAt),
    firstPacketAt: timeOf(report.firstPacketAt),
    lastPacketAt: timeOf(report.lastPacketAt),
  };
}

export type CallView = ReturnType<typeof viewCall>;

/** Keeps the newest calls by id. If a call is removed because the memory is full, it ends without a webhook. */
export function createCalls() {
  const known = createBoundedMap<SimCall>(memoryLimit, (call) => void stopCall(call));
  const live = () => known.values().filter((call) => call.state !== "ended");
  return {
    get: known.get,
    set: known.set,
    values: known.values,
    reset: known.clear,
    /** Returns the live call between this number and this contact, if there is one. */
    between: (business: BusinessNumber, contact: SimContact): SimCall | undefined =>
      live().find(
        (call) => call.business.id === business.id && call.contact.userId === contact.userId,
      ),
    live,
  };
}

/** Ends the call without a webhook. Resolves when its far end is closed. */
export async function stopCall(call: SimCall): Promise<void> {
  call.state = "ended";
  call.cancelNext();
  call.cancelWatch?.();
  await call.farEnd?.close();
}

export type Calls = ReturnType<typeof createCalls>;
