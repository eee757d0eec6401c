import { WhatsappError, type WhatsappErrorCode } from "../calls/whatsappErrors.ts";
import type { ApiError } from "../http/apiError.ts";
import { createRequestId } from "../lib/createIds.ts";

/** Statuses that YCloud returns in place of Meta's. */
const ycloudStatuses: Partial<Record<WhatsappErrorCode, number>> = { "138000": 400 };

const codesByStatus: Readonly<Record<number, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
};

/** Creates the response for an error, in YCloud's error envelope (docs.ycloud.com, "Handle errors"). */
export function answerYcloudError(error: ApiError | WhatsappError): Response {
  const requestId = createRequestId();
  const { status, code, target, issues, retryAfter } = describe(error);
  const body = {
    error: {
      status,
      code,
      message: error.message,
      ...(target !== undefined && { target }),
      ...(issues && { issues }),
      requestId,
      ...(error instanceof WhatsappError && {
        whatsappApiError: {
          message: error.message,
          type: "OAuthException",
          code: error.code,
          fbtrace_id: requestId.slice(4),
          ...(error.details !== undefined && {
            error_data: { messaging_product: "whatsapp", details: error.details },
          }),
        },
      }),
    },
  };
  return Response.json(body, {
    status,
    headers: {
      "YCloud-Request-ID": requestId,
      ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }),
    },
  });
}

function describe(error: ApiError | WhatsappError) {
  if (!(error instanceof WhatsappError)) {
    return { status: error.status, code: error.code, ...error.options };
  }
  const status = ycloudStatuses[error.code] ?? error.status;
  return {
    status,
    code: codesByStatus[status] ?? "BAD_REQUEST",
    target: "whatsappApiError",
    issues: undefined,
    ...(status === 429 ? { retryAfter: 1 } : { retryAfter: undefined }),
  };
}
