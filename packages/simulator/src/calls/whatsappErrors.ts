/**
 * WhatsApp's errors for requests about calls and their messages, with the HTTP status that Meta documents for each (Cloud
 * API, Calling, "Troubleshooting", and Cloud API, "Error codes").
 */
export const whatsappErrors = {
  "100": [400, "Invalid parameter"],
  "131009": [400, "Parameter value is not valid"],
  "131026": [400, "Message undeliverable"],
  "131044": [400, "No valid payment method"],
  "131047": [400, "Re-engagement message"],
  "132001": [404, "Template does not exist"],
  "138000": [401, "Calling not enabled"],
  "138001": [400, "Receiver uncallable"],
  "138002": [429, "Concurrent calls limit"],
  "138003": [400, "Duplicate call"],
  "138004": [500, "Connection error"],
  "138005": [429, "Call rate limit exceeded"],
  "138006": [401, "No approved call permission found"],
  "138007": [500, "Connect timeout error"],
  "138009": [400, "Call permission request limit hit"],
  "138012": [400, "Business initiated calls limit hit"],
  "138013": [400, "Business initiated calling is not available"],
  "138014": [400, "Calling is temporarily disabled"],
  "138015": [400, "Calling cannot be enabled"],
  "138017": [400, "A permanent call permission exists already"],
  "138018": [400, "Technical prerequisites not met"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type WhatsappErrorCode = keyof typeof whatsappErrors;
export const whatsappErrorCodes = Object.keys(whatsappErrors) as WhatsappErrorCode[];

/** A refusal by WhatsApp. Each provider's routes write it in the provider's error envelope. */
export class WhatsappError extends Error {
  readonly code: WhatsappErrorCode;
  /** The HTTP status that Meta documents. */
  readonly status: number;
  readonly title: string;
  readonly details: string | undefined;

  constructor(code: WhatsappErrorCode, details?: string) {
    const [status, title] = whatsappErrors[code];
    super(`(#${code}) ${title}`);
    this.name = "WhatsappError";
    this.code = code;
    this.status = status;
    this.title = title;
    this.details = details;
  }
}
