import type { ProviderError } from "@skale-calls/core";
import { createTransport, type Transport } from "@skale-calls/core/transport";
import type { TwilioSettings } from "./clientOptions.ts";
import { readRefusal, readRequestId } from "./readRefusal.ts";
import { TwilioError } from "./twilioError.ts";

export interface TwilioTransport extends Transport<null> {
  /** The address to which a response that became this error redirects. */
  redirectOf(error: unknown): string | undefined;
}

/** Sends requests to Twilio. Every failure is thrown as a `TwilioError`. */
export function createTwilioTransport(settings: TwilioSettings): TwilioTransport {
  const { user, password, baseUrl } = settings;
  const credentials = btoa(`${user}:${password}`);
  const redirects = new WeakMap<ProviderError, string>();
  const transport = createTransport({
    settings,
    encoding: "form",
    headersFor: (url) =>
      isTwilios(url, baseUrl)
        ? { authorization: `Basic ${credentials}` }
        : ({} as Record<string, string>),
    secrets: [password, credentials],
    createError: (code, outcome, facts) => new TwilioError(code, outcome, facts),
    readRefusal(refusal) {
      const error = readRefusal(refusal);
      const location = refusal.headers.get("location");
      if (location !== null) redirects.set(error, location);
      return error;
    },
    readRequestId,
  });
  return {
    ...transport,
    redirectOf: (error) => redirects.get(error as ProviderError),
  };
}

/** True for the addresses that may get the credentials: Twilio's hosts by https, and the configured origin. */
function isTwilios(url: string, baseUrl: string): boolean {
  const { protocol, hostname, origin } = new URL(url);
  const isTwilio = hostname === "twilio.com" || hostname.endsWith(".twilio.com");
  return origin === new URL(baseUrl).origin || (protocol === "https:" && isTwilio);
}
