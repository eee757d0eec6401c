import { decodeText, readPhone } from "@skale-calls/core/internal";

/** An incoming call that waits for TwiML. */
export interface VoiceRequest {
  /** The id of the call, as the stores know it. */
  callSid: string;
  /** The number of the contact and ours, in E.164; a WhatsApp user id if the contact has no number. */
  from: string | undefined;
  to: string | undefined;
  /** How the last `<Dial>` ended, in the request to its `action`: `completed`, `no-answer`, `busy`, `failed`, `canceled`. */
  dialStatus: string | undefined;
  /** All parameters of Twilio's request. */
  parameters: URLSearchParams;
}

export interface VoiceHandlerOptions {
  /** The handler of core that verifies and stores webhooks: `createWebhookHandler({ sources: [twilioWebhooks(...)], ... })`. */
  webhooks(request: Request): Promise<Response>;
  /** Returns the TwiML with which Twilio continues the call. */
  answer(call: VoiceRequest): string | Promise<string>;
}

/**
 * Creates the handler of a TwiML application's voice URL. It stores the incoming call through the handler of webhooks,
 * which also verifies the request, then answers with TwiML. If the database cannot be reached, the call is answered
 * nevertheless: later callbacks tell it too. The `url` of `twilioWebhooks` must contain the voice URL, and the `action` of each
 * `<Dial>`.
 *
 * @example
 * const voice = createVoiceHandler({
 *   webhooks,
 *   answer: () =>
 *     twiml.response(twiml.dial([twiml.client("ana", { statusCallback })], { answerOnBridge: true })),
 * });
 */
export function createVoiceHandler({
  webhooks,
  answer,
}: VoiceHandlerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const copy = request.clone();
    const stored = await webhooks(request);
    if (!stored.ok && !(await isUnstored(stored))) return stored;
    const parameters = new URLSearchParams(decodeText(new Uint8Array(await copy.arrayBuffer())));
    const xml = await answer({
      callSid: parameters.get("CallSid") ?? "",
      from: readPhone(parameters.get("From")),
      to: readPhone(parameters.get("To")),
      dialStatus: parameters.get("DialCallStatus") ?? undefined,
      parameters,
    });
    return new Response(xml, { headers: { "content-type": "text/xml; charset=utf-8" } });
  };
}

/** True if the request was authentic, and only the database did not answer. */
async function isUnstored(response: Response): Promise<boolean> {
  if (response.status !== 503) return false;
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as { code?: unknown } | null;
  return body?.code === "store_unavailable";
}
