import { type CallProvider, isCallsError, ProviderError } from "@skale-calls/core";
import { readToken } from "@skale-calls/core/internal";
import { checkInput, phoneSchema } from "@skale-calls/core/transport";
import * as z from "zod";
import type { TwilioClient } from "./createTwilioClient.ts";
import { twiml } from "./twiml/twiml.ts";
import { withLeg } from "./webhooks/callLegs.ts";
import { statusMeanings } from "./webhooks/twilioValues.ts";

/** A call that an agent starts. */
export interface AgentDial {
  /** Our WhatsApp number, in E.164. */
  from: string;
  /** The contact's number, in E.164. */
  to: string;
  /** The id of the agent, as `authenticate` returned it. */
  agentId?: string;
}

export interface TwilioProviderOptions {
  client: Pick<TwilioClient, "calls" | "recordings">;
  /** The address of your webhooks, which `twilioWebhooks` reads. Without its callbacks, calls never end. */
  webhookUrl: string;
  /**
   * Where the agent talks: `client:ana` (Twilio's Voice SDK), `sip:ana@example.com`, or a phone in E.164, which the rules of
   * WhatsApp forbid if the telephone network reaches it. Usually a function of the agent's id. Without it, the provider has no
   * `clickToCall`.
   *
   * @example
   * agent: ({ agentId }) => `client:${agentId}`,
   */
  agent?: string | ((dial: AgentDial) => string | Promise<string>);
  /** The number that the agent's phone shows: a number of the account. Default: our WhatsApp number. */
  callerId?: string;
  /** Records the talk, on two channels. Default: false. */
  record?: boolean;
  /** How long the agent and then the contact are rung, in seconds. Default: Twilio's. */
  ringSeconds?: number;
}

const numbers = z.object({ from: phoneSchema, to: phoneSchema });
/** Twilio keeps recordings until they are deleted. Ten years stand for this. */
const keptSeconds = 10 * 365 * 24 * 3600;

/**
 * Creates core's `CallProvider` for Twilio. Twilio transports the audio itself, so no SDP is exchanged: there is no
 * `connect`, `accept` or `preAccept`, and browsers of agents need Twilio's own Voice SDK. A dial rings the agent, then the
 * contact on WhatsApp. An incoming call is answered by TwiML (`createVoiceHandler`).
 *
 * Every method throws `TwilioError`, or `CallsError` for bad input.
 *
 * @example
 * const provider = createTwilioProvider({
 *   client: createTwilioClient({ accountSid, apiKey, apiSecret }),
 *   webhookUrl: "https://x.example/webhook",
 *   agent: ({ agentId }) => `client:${agentId}`,
 * });
 */
export function createTwilioProvider(options: TwilioProviderOptions): CallProvider {
  const { client, webhookUrl, agent } = options;
  const provider: CallProvider = {
    name: "twilio",
    async reject({ callId }) {
      const { status } = await client.calls.cancel(callId);
      if (statusMeanings.get(readToken(status))?.kind === "terminated") return;
      // Twilio cancels only calls that are queued or ring. A call that TwiML answered goes on.
      await client.calls.complete(callId).catch((error: unknown) => {
        if (!isCallsError(error) || error.code !== "call_ended") throw error;
      });
    },
    async terminate({ callId }) {
      await client.calls.complete(callId);
    },
    // Twilio names a WhatsApp sender by its number.
    resolvePhoneId: async (phone) => phone,
    resolvePhone: async (phoneId) => readSender(phoneId),
    downloadMedia: (assetId) => client.recordings.download(assetId),
    mediaSeconds: keptSeconds,
  };
  if (agent === undefined) return provider;
  return {
    ...provider,
    async clickToCall(dial) {
      checkInput(numbers, { from: dial.from, to: dial.to });
      const { sid } = await client.calls.create({
        to: typeof agent === "string" ? agent : await agent(dial),
        from: options.callerId ?? dial.from,
        twiml: writeDial(dial, options),
        // Every end sends `completed`. The agent's leg tells no more (`parseTwilio`).
        statusCallback: withLeg(webhookUrl, "agent"),
        statusCallbackEvent: ["completed"],
        ...(options.ringSeconds === undefined ? {} : { timeout: options.ringSeconds }),
      });
      return { callId: sid };
    },
  };
}

/** What Twilio does when the agent has answered: it dials the contact. */
function writeDial({ from, to }: AgentDial, options: TwilioProviderOptions): string {
  const { webhookUrl: statusCallback, record = false, ringSeconds: timeout } = options;
  return twiml.response(
    twiml.dial([twiml.whatsapp(to, { statusCallback })], {
      callerId: `whatsapp:${from}`,
      ...(timeout === undefined ? {} : { timeout }),
      ...(record
        ? { record: "record-from-answer-dual", recordingStatusCallback: statusCallback }
        : {}),
    }),
  );
}

/** Reads a configured number, also as Twilio writes it. */
function readSender(phoneId: string): string {
  const phone = phoneSchema.safeParse(phoneId.replace(/^whatsapp:/i, ""));
  if (phone.success) return phone.data;
  throw new ProviderError("provider_not_found", "rejected", {
    message: "Twilio's WhatsApp numbers have no other id. Configure the number itself, with +.",
  });
}
