import {
  checkInput,
  idSchema,
  type Open,
  optional,
  phoneSchema,
} from "@skale-calls/core/transport";
import * as z from "zod";
import type { TwilioTransport } from "../createTwilioTransport.ts";
import { type CallProgressEvent, callProgressEvents } from "../twiml/twiml.ts";

/** The values of a call's status ("Call Status Values" of the Calls resource). */
export type TwilioCallStatus = Open<
  "queued" | "ringing" | "in-progress" | "completed" | "busy" | "failed" | "no-answer" | "canceled"
>;

export interface CreateCallInput {
  /** E.164 with `+`, `client:ana`, `sip:ana@example.com` or `whatsapp:+525512345678`. */
  to: string;
  /** The caller ID: a number of the account. To a `client:` or `sip:`, any number or name. */
  from: string;
  /** What Twilio does when the call is answered, at most 4,000 characters (`twiml.response`). */
  twiml: string;
  /** The address of your webhooks, which Twilio calls for each event of `statusCallbackEvent`. */
  statusCallback?: string;
  /** Default: `completed`, which every end of a call sends. */
  statusCallbackEvent?: readonly CallProgressEvent[];
  /** How long the call rings, in seconds. Default: Twilio's, which is 60. */
  timeout?: number;
}

/** A call at Twilio. Fields that are not here are passed on. */
export interface TwilioCall {
  /** `CA...` */
  sid: string;
  status?: TwilioCallStatus | undefined;
  [field: string]: unknown;
}

/**
 * Calls: https://www.twilio.com/docs/voice/api/call-resource. No POST is retried. All methods throw `TwilioError`, or
 * `CallsError` (`invalid_parameter`) before anything is sent.
 */
export interface CallsApi {
  /** Starts a call. Its progress arrives as webhooks. */
  create(input: CreateCallInput): Promise<TwilioCall>;
  get(callSid: string): Promise<TwilioCall>;
  /** Ends a call, whether it is queued, rings or is answered. */
  complete(callSid: string): Promise<TwilioCall>;
  /** Ends a call that is queued or rings. A call that is answered goes on. */
  cancel(callSid: string): Promise<TwilioCall>;
}

const address = z.union([
  phoneSchema,
  z.string().regex(/^whatsapp:\+[1-9]\d{4,14}$/),
  z.string().regex(/^client:[^\s<>]{1,121}$/),
  z.string().regex(/^sips?:[^\s<>]{1,255}$/),
]);
const createInput = z.strictObject({
  to: address,
  from: z.string().min(1).max(255),
  twiml: z.string().min(1).max(4000),
  statusCallback: z.url({ protocol: /^https?$/ }).optional(),
  statusCallbackEvent: z.array(z.enum(callProgressEvents)).min(1).optional(),
  timeout: z.int().min(1).max(600).optional(),
});
const call: z.ZodType<TwilioCall> = z.looseObject({
  sid: z.string().min(1),
  status: optional(z.string()),
});

export function createCallsApi(transport: TwilioTransport, account: string): CallsApi {
  const calls = `${account}/Calls`;

  const pathOf = (callSid: string) =>
    `${calls}/${encodeURIComponent(checkInput(idSchema, callSid))}.json`;
  const end = (callSid: string, Status: "completed" | "canceled") =>
    transport.json({ method: "POST", path: pathOf(callSid), body: { Status } }, call);

  return {
    async create(input) {
      const { to, from, twiml, timeout, ...callbacks } = checkInput(createInput, input);
      const body = {
        To: to,
        From: from,
        Twiml: twiml,
        Timeout: timeout,
        StatusCallback: callbacks.statusCallback,
        StatusCallbackEvent: callbacks.statusCallbackEvent,
      };
      return transport.json({ method: "POST", path: `${calls}.json`, body }, call);
    },
    async get(callSid) {
      return transport.json({ method: "GET", path: pathOf(callSid) }, call);
    },
    complete: async (callSid) => end(callSid, "completed"),
    cancel: async (callSid) => end(callSid, "canceled"),
  };
}
