import type { TargetEntry } from "../target.ts";

// Each thread loads only what its target needs.
const clients = () => import("./clients.ts");
const costs = () => import("./costs.ts");
const handlers = () => import("./handlers.ts");
const lists = () => import("./lists.ts");
const signatures = () => import("./signatures.ts");
const sql = () => import("./sql.ts");
const webhooks = () => import("./webhooks.ts");

/** All targets by name. */
export const targets: Readonly<Record<string, TargetEntry>> = {
  ycloud: { share: 120, open: async () => (await webhooks()).parsedBodies("ycloud") },
  meta: { share: 120, open: async () => (await webhooks()).parsedBodies("meta") },
  flat: { share: 120, open: async () => (await webhooks()).parsedBodies("flat") },
  "ycloud-body": { share: 40, open: async () => (await webhooks()).rawBodies("ycloud") },
  "meta-body": { share: 40, open: async () => (await webhooks()).rawBodies("meta") },
  "flat-body": { share: 40, open: async () => (await webhooks()).rawBodies("flat") },
  "twilio-body": { share: 80, open: async () => (await webhooks()).rawBodies("twilio") },
  "ycloud-signature": { share: 40, open: async () => (await signatures()).signatures("ycloud") },
  "meta-signature": { share: 40, open: async () => (await signatures()).signatures("meta") },
  "flat-token": { share: 40, open: async () => (await signatures()).signatures("flat") },
  "twilio-signature": { share: 40, open: async () => (await signatures()).signatures("twilio") },
  phones: { share: 120, open: async () => (await import("./phones.ts")).phones() },
  sdps: { share: 20, open: async () => (await import("./sdps.ts")).sdps() },
  searches: { share: 20, open: async () => (await lists()).searches() },
  cursors: { share: 30, open: async () => (await lists()).pageCursors() },
  transcripts: { share: 30, open: async () => (await lists()).transcriptTexts() },
  hours: { share: 10, open: async () => (await costs()).hours() },
  "rate-cards": { share: 15, open: async () => (await costs()).rateCards() },
  "call-requests": { share: 5, open: async () => (await handlers()).callRequests() },
  "webhook-requests": { share: 5, open: async () => (await handlers()).webhookRequests() },
  "ycloud-responses": { share: 5, open: async () => (await clients()).responses("ycloud") },
  "meta-responses": { share: 5, open: async () => (await clients()).responses("meta") },
  "twilio-responses": { share: 5, open: async () => (await clients()).responses("twilio") },
  "sql-functions": { share: 5, open: async () => (await sql()).sqlFunctions() },
  "sql-records": { share: 5, open: async () => (await sql()).sqlRecords() },
};
