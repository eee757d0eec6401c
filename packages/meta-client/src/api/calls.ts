import { type AnnouncementLanguage, announcementLanguages } from "@skale-calls/core";
import {
  checkInput,
  idSchema,
  optional,
  recipientShape,
  sdpSchema,
  type Transport,
  withOneRecipient,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { checkSuccess } from "./checkSuccess.ts";

/** The contact to call or to write to: an E.164 phone number with `+`, or a WhatsApp user id such as `US.1234`. */
export type MetaRecipient = { to: string; recipient?: never } | { recipient: string; to?: never };

/** A recording or a transcription of one call. WhatsApp announces it to both sides. */
export interface Capture {
  /** The purpose that WhatsApp announces, at most 250 characters. */
  purpose: string;
  announcementLanguage: AnnouncementLanguage;
}

/** What is recorded of a call. With both, WhatsApp makes one announcement, from the values of `recording`. */
export interface CaptureInput {
  recording?: Capture;
  transcription?: Capture;
}

export type ConnectInput = {
  /** Meta's id of our number. */
  phoneId: string;
  /** The SDP offer, at most 100,000 characters. */
  sdp: string;
  /** A text of at most 512 characters that the webhooks of the call contain (`biz_opaque_callback_data`). */
  callbackData?: string;
} & CaptureInput &
  MetaRecipient;

export interface CallInput {
  /** Meta's id of our number (not E.164), from the connect webhook or `phoneNumbers.list`. */
  phoneId: string;
  /** The call's id, from the connect webhook or the response to `connect`. */
  callId: string;
}

export interface AnswerInput extends CallInput {
  /** The SDP answer, at most 100,000 characters; the same for preAccept and accept. */
  sdp: string;
}

export type AcceptInput = AnswerInput & CaptureInput & { callbackData?: string };

/**
 * Calls: https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference. No method is retried
 * automatically. All methods throw `MetaError`, or `CallsError` (`sdp_invalid`, `invalid_parameter`) before anything is
 * sent.
 */
export interface CallsApi {
  /**
   * Dials. The SDP answer and the pickup arrive as webhooks. Meta accepts 10,000 new calls per number in 24 hours.
   *
   * @returns the call's id, if the response contained one.
   */
  connect(input: ConnectInput): Promise<{ callId?: string }>;
  /** Sets up the media path of an incoming call, without answering it. Send no audio before `accept` has resolved. */
  preAccept(input: AnswerInput): Promise<void>;
  /** Answers an incoming call. Start the audio after the promise has resolved. */
  accept(input: AcceptInput): Promise<void>;
  /** Refuses an incoming call that nobody has answered. */
  reject(input: CallInput): Promise<void>;
  /** Ends a call. Needed also if the media have ended already. */
  terminate(input: CallInput): Promise<void>;
}

const capture = z.strictObject({
  purpose: z.string().min(1).max(250),
  announcementLanguage: z.enum(announcementLanguages),
});
const captureShape = { recording: capture.optional(), transcription: capture.optional() };
const callbackData = z.string().min(1).max(512).optional();
const callShape = { phoneId: idSchema, callId: z.string().min(1).max(1000) };
const callInput = z.strictObject(callShape);
const answerInput = z.strictObject({ ...callShape, sdp: sdpSchema });
const acceptInput = z.strictObject({
  ...callShape,
  sdp: sdpSchema,
  callbackData,
  ...captureShape,
});
const connectInput = withOneRecipient(
  z.strictObject({
    phoneId: idSchema,
    ...recipientShape,
    sdp: sdpSchema,
    callbackData,
    ...captureShape,
  }),
);

const answer = z.looseObject({
  success: optional(z.boolean()),
  calls: optional(z.array(z.looseObject({ id: optional(z.string().min(1)) }))),
});

type Loose = {
  callbackData?: string | undefined;
  recording?: Capture | undefined;
  transcription?: Capture | undefined;
};

/** The fields that a request omits if they are undefined: JSON has no undefined. */
const writeExtras = ({ callbackData, recording, transcription }: Loose) => ({
  biz_opaque_callback_data: callbackData,
  recording: recording && writeCapture(recording),
  transcription: transcription && writeCapture(transcription),
});

const writeCapture = ({ purpose, announcementLanguage }: Capture) => ({
  status: "ENABLED",
  purpose,
  announcement_language: announcementLanguage,
});

export function createCallsApi(transport: Transport): CallsApi {
  async function command(phoneId: string, fields: object) {
    const path = `/${encodeURIComponent(phoneId)}/calls`;
    const body = { messaging_product: "whatsapp", ...fields };
    const taken = await transport.json({ method: "POST", path, body }, answer);
    checkSuccess(taken);
    return taken.calls?.[0]?.id;
  }

  return {
    async connect(input) {
      const { phoneId, to, recipient, sdp, ...extras } = checkInput(connectInput, input);
      const callId = await command(phoneId, {
        to,
        recipient,
        action: "connect",
        session: { sdp_type: "offer", sdp },
        ...writeExtras(extras),
      });
      return callId === undefined ? {} : { callId };
    },
    async preAccept(input) {
      const { phoneId, callId, sdp } = checkInput(answerInput, input);
      const session = { sdp_type: "answer", sdp };
      await command(phoneId, { call_id: callId, action: "pre_accept", session });
    },
    async accept(input) {
      const { phoneId, callId, sdp, ...extras } = checkInput(acceptInput, input);
      const session = { sdp_type: "answer", sdp };
      await command(phoneId, {
        call_id: callId,
        action: "accept",
        session,
        ...writeExtras(extras),
      });
    },
    async reject(input) {
      const { phoneId, callId } = checkInput(callInput, input);
      await command(phoneId, { call_id: callId, action: "reject" });
    },
    async terminate(input) {
      const { phoneId, callId } = checkInput(callInput, input);
      await command(phoneId, { call_id: callId, action: "terminate" });
    },
  };
}
