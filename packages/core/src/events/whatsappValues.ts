import { enumField } from "./fields.ts";

/** WhatsApp's values, which YCloud and Meta share. */

export const directionField = enumField({
  user_initiated: "entrante",
  business_initiated: "saliente",
} as const);

export const sdpTypeField = enumField(
  { offer: "offer", answer: "answer" } as const,
  "other" as const,
);

/** WhatsApp offers when the user calls, and answers our offer when we do. */
export const sdpDirections = { offer: "entrante", answer: "saliente", other: undefined } as const;

export const statusField = enumField({
  ringing: "ringing",
  accepted: "accepted",
  rejected: "declined",
} as const);

/** COMPLETED is said of unanswered calls too: it is no cause. */
export const causeField = enumField({ failed: "failed" } as const);

export const availableField = enumField({ available: true, failed: false });
