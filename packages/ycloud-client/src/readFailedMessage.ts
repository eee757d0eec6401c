import { readWhatsappError } from "@skale-calls/core";
import { withoutUndefined } from "@skale-calls/core/internal";
import { ycloudErrors } from "./errorTables.ts";
import { YCloudError } from "./ycloudError.ts";

interface SentMessage {
  status?: string | undefined;
  errorCode?: string | undefined;
  whatsappApiError?: { code?: string | undefined } | undefined;
}

/**
 * Returns the refusal in a message that YCloud accepted and WhatsApp did not: the response is 200, and the message has the
 * status `failed`. The error's code is derived from WhatsApp's code; if there is none, from YCloud's code.
 */
export function readFailedMessage(message: SentMessage): YCloudError | undefined {
  if (message.status?.toLowerCase() !== "failed") return undefined;
  const { errorCode, whatsappApiError } = message;
  const codes = [whatsappApiError?.code, errorCode].filter((code) => code !== undefined);
  const whatsappCode = codes.find((code) => /^\d{1,9}$/.test(code));
  const ycloudCode = codes.find((code) => Object.hasOwn(ycloudErrors, code));
  const meaning = whatsappCode === undefined ? undefined : readWhatsappError(whatsappCode);
  const code = meaning?.code ?? ycloudErrors[ycloudCode ?? ""] ?? "provider_refused";
  return new YCloudError(code, "rejected", {
    ...withoutUndefined({ whatsappCode, ycloudCode }),
    about: withoutUndefined({ reason: meaning?.reason }),
  });
}
