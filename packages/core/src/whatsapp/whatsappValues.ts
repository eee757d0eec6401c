import { enumReader } from "../events/fields.ts";

/** WhatsApp's own values, which the senders pass on. */

export const readDirection = enumReader({
  user_initiated: "entrante",
  business_initiated: "saliente",
} as const);

export const readSdpType = enumReader(
  { offer: "offer", answer: "answer" } as const,
  "other" as const,
);

/** WhatsApp offers when the user calls, and answers our offer when we do. */
export const sdpDirections = { offer: "entrante", answer: "saliente", other: undefined } as const;

export const readStatus = enumReader({
  ringing: "ringing",
  accepted: "accepted",
  rejected: "declined",
} as const);

/** COMPLETED is said of unanswered calls too: it is no cause. */
export const readCause = enumReader({ failed: "failed", completed: undefined } as const);

export const readAvailable = enumReader({ available: true, failed: false });
