import { sha256Hex } from "@skale-calls/core";
import { hexToBase64, hmacSha1Hex } from "@skale-calls/core/internal";
import type { TwilioWebhook } from "./twilioFixtures.ts";

export interface SignTwilioWebhookOptions {
  /** The address as it is entered at Twilio. */
  url: string;
  authToken: string;
  parameters: TwilioWebhook;
  /** `json` adds `bodySHA256` to the address. Default: `form`. */
  format?: "form" | "json";
}

/**
 * Makes the request with which Twilio sends a webhook, signed, for tests and simulators.
 *
 * @example
 * const request = signTwilioWebhook({ url, authToken, parameters: twilioFixtures.completed });
 * const response = await handler(request);
 */
export function signTwilioWebhook(options: SignTwilioWebhookOptions): Request {
  const { authToken, parameters, format = "form" } = options;
  const url = new URL(options.url);
  const isJson = format === "json";
  const body = isJson ? JSON.stringify(parameters) : new URLSearchParams(parameters).toString();
  if (isJson) url.searchParams.set("bodySHA256", sha256Hex(body));
  const sorted = isJson ? [] : Object.keys(parameters).sort();
  const signed = url.toString() + sorted.map((name) => name + parameters[name]).join("");
  return new Request(url, {
    method: "POST",
    headers: {
      "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded",
      "x-twilio-signature": hexToBase64(hmacSha1Hex(authToken, signed)),
    },
    body,
  });
}
