import { withoutUndefined } from "@skale-calls/core/internal";
import {
  codeOfStatus,
  lenient,
  outcomeOfStatus,
  parseRetryAfter,
  type Refusal,
  redactMessage,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { readTwilioError } from "./errorTables.ts";
import { TwilioError } from "./twilioError.ts";

const code = lenient(z.coerce.string().regex(/^\d{1,9}$/));
const requestId = lenient(z.string().regex(/^RQ[\da-zA-Z]{1,64}$/));

/** Twilio's error: `{ code, message, more_info, status }` (https://www.twilio.com/docs/usage/twilios-response). */
const envelope = z.object({ code, message: lenient(z.string().min(1)) });

/**
 * Converts a response other than 2xx to an error. The error's code is derived from Twilio's code; if there is none that
 * the table knows, from the HTTP status.
 */
export function readRefusal({ status, headers, body, statusCodes, secrets }: Refusal): TwilioError {
  const { data } = envelope.safeParse(body);
  const { code: twilioCode, message } = data ?? {};
  const ours = statusCodes?.[status] ?? readTwilioError(twilioCode) ?? codeOfStatus(status);
  return new TwilioError(ours, outcomeOfStatus(status), {
    ...withoutUndefined({
      httpStatus: status,
      retryAfter: parseRetryAfter(headers),
      twilioCode,
      requestId: readRequestId(headers),
    }),
    about: withoutUndefined({ message: message && redactMessage(message, secrets) }),
  });
}

/** Reads Twilio's id of the request. */
export function readRequestId(headers: Headers): string | undefined {
  return requestId.parse(headers.get("twilio-request-id") ?? undefined);
}
