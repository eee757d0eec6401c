import { enumReader } from "../events/fields.ts";
import type { RequestStatus } from "../vocabulary/callPermission.ts";

/** The statuses of an outgoing message. An accepted message was handed to WhatsApp, which is all that `sent` says too. */
export const readMessageStatus = enumReader({
  accepted: "sent",
  sent: "sent",
  delivered: "delivered",
  read: "read",
  failed: "failed",
} as const satisfies Record<string, RequestStatus>);
