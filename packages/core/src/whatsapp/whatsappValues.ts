import { enumReader } from "../events/fields.ts";

/** WhatsApp's own values, which the providers pass on. */

export const readDirection = enumReader({
  user_initiated: "entrante",
  business_initiated: "saliente",
} as const);

export const readSdpType = enumReader(
  { offer: "offer", answer: "answer" } as const,
  "other" as const,
);

/** WhatsApp sends an offer when the user calls, and an answer when we call. */
export const sdpDirections = { offer: "entrante", answer: "saliente", other: undefined } as const;

export const readStatus = enumReader({
  ringing: "ringing",
  accepted: "accepted",
  rejected: "declined",
} as const);

/** COMPLETED is not a cause, because WhatsApp sends it for unanswered calls too. */
export const readCause = enumReader({ failed: "failed", completed: undefined } as const);

export const readAvailable = enumReader({ available: true, failed: false });
