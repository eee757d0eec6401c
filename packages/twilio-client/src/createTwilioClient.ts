import { type CallsApi, createCallsApi } from "./api/calls.ts";
import { createRecordingsApi, type RecordingsApi } from "./api/recordings.ts";
import { readTwilioOptions, type TwilioClientOptions } from "./clientOptions.ts";
import { createTwilioTransport } from "./createTwilioTransport.ts";

/** The parts of Twilio's REST API that calls need. */
export interface TwilioClient {
  readonly calls: CallsApi;
  readonly recordings: RecordingsApi;
}

/**
 * Creates a client of Twilio's REST API. Use it only on a server: the credentials belong to the whole account.
 *
 * Only GETs are retried (`retry`): Twilio's Calls resource has no idempotency key, so a repeated POST may start a second
 * call.
 *
 * @throws {CallsError} `misconfigured` when an option is not valid.
 * @example
 * const client = createTwilioClient({ accountSid: "AC...", apiKey: "SK...", apiSecret: "..." });
 * await client.calls.complete("CA...");
 */
export function createTwilioClient(options: TwilioClientOptions): TwilioClient {
  const settings = readTwilioOptions(options);
  const transport = createTwilioTransport(settings);
  const account = `/2010-04-01/Accounts/${settings.accountSid}`;
  return {
    calls: createCallsApi(transport, account),
    recordings: createRecordingsApi(transport, account),
  };
}
