import { createRequestId } from "../lib/createIds.ts";

export interface ApiErrorOptions {
  /** The name of the wrong parameter. */
  target?: string;
  /** An error of `whatsappErrors`, if WhatsApp (and not YCloud) refuses the request. */
  whatsapp?: { code: string; message: string; details?: string };
  /** Everything that is wrong with the body. */
  issues?: readonly { path: string; message: string }[];
  retryAfter?: number;
}

/** An error for which the response is YCloud's error envelope. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly options: ApiErrorOptions;

  constructor(status: number, code: string, message: string, options: ApiErrorOptions = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.options = options;
  }
}

/** Creates the response for an error, in YCloud's error envelope (docs.ycloud.com, "Handle errors"). */
export function answerError(error: ApiError): Response {
  const requestId = createRequestId();
  const { target, whatsapp, issues, retryAfter } = error.options;
  const body = {
    error: {
      status: error.status,
      code: error.code,
      message: error.message,
      ...(target !== undefined && { target }),
      ...(issues && { issues }),
      requestId,
      ...(whatsapp && {
        whatsappApiError: {
          message: whatsapp.message,
          type: "OAuthException",
          code: whatsapp.code,
          fbtrace_id: requestId.slice(4),
          ...(whatsapp.details !== undefined && {
            error_data: { messaging_product: "whatsapp", details: whatsapp.details },
          }),
        },
      }),
    },
  };
  return Response.json(body, {
    status: error.status,
    headers: {
      "YCloud-Request-ID": requestId,
      ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }),
    },
  });
}
