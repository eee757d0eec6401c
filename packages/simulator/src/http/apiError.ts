import { createRequestId } from "../lib/createIds.ts";

export interface ApiErrorOptions {
  /** The wrong parameter. */
  target?: string;
  /** A code of `whatsappErrors`, when WhatsApp refuses and not YCloud. */
  whatsapp?: { code: string; message: string; details?: string };
  /** For a control under `/_sim`: everything that is wrong with the body. */
  issues?: readonly { path: string; message: string }[];
  retryAfter?: number;
}

/** An error that the simulator answers in YCloud's error envelope. */
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

/** Answers the error in YCloud's envelope (docs.ycloud.com, "Handle errors"). */
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
