import { WhatsappError } from "../calls/whatsappErrors.ts";
import { ApiError } from "../http/apiError.ts";
import { createTraceId } from "../lib/createIds.ts";
import { GraphError } from "./graphError.ts";

/** Creates the response for an error, in Graph's error envelope (Meta, "Troubleshooting"). */
export function answerGraphError(error: ApiError | WhatsappError | GraphError): Response {
  const { status, type, code, message, subcode, details } = describe(error);
  const body = {
    error: {
      message,
      type,
      code,
      ...(subcode !== undefined && { error_subcode: subcode }),
      ...(details !== undefined && { error_data: { messaging_product: "whatsapp", details } }),
      fbtrace_id: createTraceId(),
    },
  };
  return Response.json(body, { status });
}

interface Description {
  status: number;
  type: string;
  code: number;
  message: string;
  subcode?: number | undefined;
  details?: string | undefined;
}

function describe(error: ApiError | WhatsappError | GraphError): Description {
  if (error instanceof GraphError) return error;
  if (error instanceof WhatsappError) {
    const { status, code, message, details } = error;
    return { status, type: "OAuthException", code: Number(code), message, details };
  }
  const { status, message } = error;
  if (status === 429) return describe(new WhatsappError("138005"));
  if (status >= 500) {
    return { status, type: "OAuthException", code: 1, message: "An unknown error occurred" };
  }
  return {
    status: 400,
    type: "OAuthException",
    code: 100,
    message: "(#100) Invalid parameter",
    details: message,
  };
}

export const isAnswered = (error: unknown): error is ApiError | WhatsappError | GraphError =>
  error instanceof ApiError || error instanceof WhatsappError || error instanceof GraphError;
