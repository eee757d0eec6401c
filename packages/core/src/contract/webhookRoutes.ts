import * as z from "zod";
import { readingErrors, storeErrors, tokenErrors } from "./errorGroups.ts";
import { json, type Routes, raw } from "./route.ts";

/** The routes of the edge function `whatsapp-call-webhook`. Each sender has its own body format. */
export const webhookRoutes = {
  "POST /": {
    summary: "Receive a webhook",
    description:
      "The body has the format of the sender. The body is parsed only after the signature or the token of the request has been verified. The response is 200 also for an unknown event and for an event that the database refuses.",
    takes: ["*/*"],
    answers: { 200: json("The webhook is stored.", z.object({ ok: z.literal(true) })) },
    errors: [
      ...readingErrors,
      "webhook_call_id_missing",
      "signature_missing",
      "signature_malformed",
      "signature_mismatch",
      "timestamp_stale",
      "timestamp_future",
      ...tokenErrors,
      ...storeErrors,
    ],
  },
  "GET /": {
    summary: "Answer the request with which a sender checks the address",
    answers: { 200: raw("The challenge that the sender sent.", "text/plain") },
    errors: ["method_not_allowed", "invalid_request", ...tokenErrors, "internal"],
  },
} as const satisfies Routes;

export type WebhookRoutes = typeof webhookRoutes;
