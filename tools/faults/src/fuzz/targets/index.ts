import type { TargetEntry } from "../target.ts";
import { responses } from "./clients.ts";
import { hours, rateCards } from "./costs.ts";
import { callRequests, webhookRequests } from "./handlers.ts";
import { pageCursors, searches, transcriptTexts } from "./lists.ts";
import { phones } from "./phones.ts";
import { sdps } from "./sdps.ts";
import { signatures } from "./signatures.ts";
import { parsedBodies, rawBodies } from "./webhooks.ts";

/** All targets by name. */
export const targets: Readonly<Record<string, TargetEntry>> = {
  ycloud: { share: 10, open: () => parsedBodies("ycloud") },
  meta: { share: 10, open: () => parsedBodies("meta") },
  flat: { share: 10, open: () => parsedBodies("flat") },
  "ycloud-body": { share: 5, open: () => rawBodies("ycloud") },
  "meta-body": { share: 5, open: () => rawBodies("meta") },
  "flat-body": { share: 5, open: () => rawBodies("flat") },
  "twilio-body": { share: 10, open: () => rawBodies("twilio") },
  "ycloud-signature": { share: 3, open: () => signatures("ycloud") },
  "meta-signature": { share: 3, open: () => signatures("meta") },
  "flat-token": { share: 3, open: () => signatures("flat") },
  "twilio-signature": { share: 3, open: () => signatures("twilio") },
  phones: { share: 15, open: phones },
  sdps: { share: 5, open: sdps },
  searches: { share: 5, open: searches },
  cursors: { share: 3, open: pageCursors },
  transcripts: { share: 4, open: transcriptTexts },
  hours: { share: 3, open: hours },
  "call-requests": { share: 4, open: callRequests },
  "webhook-requests": { share: 4, open: webhookRequests },
  "ycloud-responses": { share: 2, open: () => responses("ycloud") },
  "meta-responses": { share: 2, open: () => responses("meta") },
  "twilio-responses": { share: 2, open: () => responses("twilio") },
  "rate-cards": { share: 3, open: rateCards },
};
