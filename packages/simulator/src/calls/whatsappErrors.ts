import { ApiError } from "../http/apiError.ts";

/**
 * WhatsApp's errors for requests about calls, with the HTTP status that Meta documents for each (Cloud API,
 * Calling, "Troubleshooting"). Exception: 138000 has the status that YCloud returns, 400.
 */
export const whatsappErrors = {
  "100": [400, "Invalid parameter"],
  "131044": [400, "No valid payment method"],
  "131047": [400, "Re-engagement message"],
  "138000": [400, "Calling not enabled"],
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

const codesByStatus: Record<number, string> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
};

/** Creates an error of WhatsApp, in YCloud's error envelope. */
export function createWhatsappError(code: WhatsappErrorCode, details?: string): ApiError {
  const [status, title] = whatsappErrors[code];
  const message = `(#${code}) ${title}`;
  return new ApiError(status, codesByStatus[status] ?? "BAD_REQUEST", message, {
    target: "whatsappApiError",
    whatsapp: { code, message, ...(details !== undefined && { details }) },
    ...(status === 429 && { retryAfter: 1 }),
  });
}
