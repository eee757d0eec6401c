import {
  checkInput,
  idSchema,
  optional,
  parseJson,
  phoneSchema,
  recipientShape,
  sdpSchema,
  type Transport,
  withOneRecipient,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { YCloudError } from "../ycloudError.ts";

/** The contact to call or to write to: an E.164 phone number with `+`, or a WhatsApp user id such as `US.1234`. */
export type YCloudRecipient = { to: string; recipient?: never } | { recipient: string; to?: never };

export type ConnectInput = {
  /** Our number, E.164 with `+`. */
  from: string;
  /** The SDP offer, at most 100,000 characters. */
  sdp: string;
} & YCloudRecipient;

export interface CallInput {
  /** YCloud's id of our number (not E.164), from the connect webhook or `phoneNumbers.resolveId`. */
  phoneId: string;
  /** The call's id, from the connect webhook or the response to `connect`. */
  wacid: string;
}

export interface AnswerInput extends CallInput {
  /** The SDP answer, at most 100,000 characters; the same for preAccept and accept. */
  sdp: string;
}

/** The response to a command that YCloud accepted. It does not mean that a phone rings or that audio flows. */
export interface CallAnswer {
  success: boolean;
  /** Optional in YCloud's schema, even after connect. */
  wacid?: string | undefined;
  [field: string]: unknown;
}

export interface ClickToCallInput {
  /** The path after the origin, such as `/v2/whatsapp/calls`. */
  path: string;
  from: string;
  to: string;
}

/**
 * Calls: https://docs.ycloud.com/api-reference/whatsapp-calling/connect-a-call.md and the pages beside it. No method is
 * retried automatically. All methods throw `YCloudError`, or `CallsError` (`sdp_invalid`, `invalid_parameter`) before
 * anything is sent.
 */
export interface CallsApi {
  /** Dials. The SDP answer and the pickup arrive as webhooks. */
  connect(input: ConnectInput): Promise<CallAnswer>;
  /** Sets up the media path of an incoming call, without answering it. */
  preAccept(input: AnswerInput): Promise<CallAnswer>;
  /** Answers an incoming call. Start the audio after the promise has resolved. */
  accept(input: AnswerInput): Promise<CallAnswer>;
  /** Refuses an incoming call that nobody has answered. */
  reject(input: CallInput): Promise<CallAnswer>;
  /** Ends a call. */
  terminate(input: CallInput): Promise<CallAnswer>;
  /**
   * Fetches a recording (`audio/ogg`) or a transcript (JSON), and returns the response with its body unread. YCloud
   * keeps the file for 30 days and supports no byte ranges. Throws `media_not_found` for a 404: the file does not
   * exist, has expired or belongs to another account.
   */
  downloadMedia(mediaAssetId: string): Promise<Response>;
  /**
   * Dials by click-to-call, without an SDP: `{ from, to, type: "voice" }`, as the guide (the integration guide that
   * this project implements) describes it. YCloud publishes no such route: a 404 or 405 is thrown as
   * `click_to_call_unavailable`. If the response has no id, the result has no `callId`.
   */
  clickToCall(input: ClickToCallInput): Promise<{ callId?: string }>;
}

const callShape = { phoneId: z.string().min(1).max(255), wacid: z.string().min(1).max(1000) };
const callInput = z.strictObject(callShape);
const answerInput = z.strictObject({ ...callShape, sdp: sdpSchema });
const connectInput = withOneRecipient(
  z.strictObject({ from: phoneSchema, ...recipientShape, sdp: sdpSchema }),
);
const clickToCallInput = z.strictObject({
  path: z.string().regex(/^\/(?!\/)[\x21-\x7e]*$/, "must be a path that begins with /"),
  from: phoneSchema,
  to: phoneSchema,
});

const callAnswer: z.ZodType<CallAnswer> = z.looseObject({
  success: z.boolean(),
  wacid: optional(z.string().min(1)),
});

const noClickToCall = {
  404: "click_to_call_unavailable",
  405: "click_to_call_unavailable",
} as const;

export function createCallsApi(transport: Transport): CallsApi {
  async function command(name: string, body: unknown): Promise<CallAnswer> {
    const path = `/v2/whatsapp/calls/${name}`;
    const answer = await transport.json({ method: "POST", path, body }, callAnswer);
    // YCloud does not document when a 200 contains `success: false`. The client treats it as a refusal.
    if (!answer.success) throw new YCloudError("provider_refused", "rejected", { httpStatus: 200 });
    return answer;
  }

  return {
    async connect(input) {
      const { sdp, ...parties } = checkInput(connectInput, input);
      return command("connect", { ...parties, sdpType: "offer", sdp });
    },
    async preAccept(input) {
      const { sdp, ...call } = checkInput(answerInput, input);
      return command("preAccept", { ...call, sdpType: "answer", sdp });
    },
    async accept(input) {
      const { sdp, ...call } = checkInput(answerInput, input);
      return command("accept", { ...call, sdpType: "answer", sdp });
    },
    async reject(input) {
      return command("reject", checkInput(callInput, input));
    },
    async terminate(input) {
      return command("terminate", checkInput(callInput, input));
    },
    async downloadMedia(mediaAssetId) {
      const id = encodeURIComponent(checkInput(idSchema, mediaAssetId));
      return transport.stream({
        method: "GET",
        path: `/v2/whatsapp/calls/media/${id}`,
        statusCodes: { 404: "media_not_found" },
      });
    },
    async clickToCall(input) {
      const { path, from, to } = checkInput(clickToCallInput, input);
      const answer = await transport.text({
        method: "POST",
        path,
        body: { from, to, type: "voice" },
        statusCodes: noClickToCall,
      });
      const callId = readCallId(parseJson(answer));
      return callId === undefined ? {} : { callId };
    },
  };
}

/**
 * Reads `id` or, if it is missing, `call_id`, like the guide (section 2.1). The guide's code invents an id if both are
 * missing; this function does not.
 */
function readCallId(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const { id, call_id, wacid } = answer as Record<string, unknown>;
  for (const value of [id, call_id, wacid]) {
    if ((typeof value === "string" && value !== "") || typeof value === "number")
      return String(value);
  }
  return undefined;
}
