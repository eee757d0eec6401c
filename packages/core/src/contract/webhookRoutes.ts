import * as z from "zod";
import { json, type Routes, raw } from "./route.ts";

/** The routes of the edge function `whatsapp-call-webhook`. Each sender has its own form of the body. */
export const webhookRoutes = {
  "POST /": {
    summary: "Receive a webhook",
    description:
      "The body is the sender's, read only after its signature or token was verified. 200 also of what is unknown, or refused by the database.",
    takes: ["*/*"],
    answers: { 200: json("Stored.", z.object({ ok: z.literal(true) })) },
    errors: [
      "invalid_json",
      "body_too_large",
      "unsupported_media",
      "webhook_call_id_missing",
      "signature_missing",
      "signature_malformed",
      "signature_mismatch",
      "timestamp_stale",
      "timestamp_future",
      "token_missing",
      "token_mismatch",
      "webhook_not_configured",
      "misconfigured",
      "store_unavailable",
      "store_refused",
      "internal",
    ],
  },
  "GET /": {
    summary: "Answer a sender's check of the address",
    answers: { 200: raw("What the sender asked to hear.", "text/plain") },
    errors: [
      "method_not_allowed",
      "invalid_request",
      "token_missing",
      "token_mismatch",
      "webhook_not_configured",
      "internal",
    ],
  },
} as const satisfies Routes;

export type WebhookRoutes = typeof webhookRoutes;
