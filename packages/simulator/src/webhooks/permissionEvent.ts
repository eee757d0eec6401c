import type { EventParties } from "./callEvents.ts";
import { inboundMessageEvent } from "./messageEvents.ts";

export interface PermissionReply {
  response: "accept" | "reject";
  isPermanent: boolean;
  /** Epoch milliseconds, for a permission that is not permanent. */
  until?: number;
  /** The wamid of the permission request, or the wacid of the call that gives the permission. */
  contextId?: string;
  /** True if WhatsApp gives or revokes the permission because of calls. */
  isAutomatic?: boolean;
}

/** Creates the event of a new or revoked call permission: an inbound message with Meta's snake_case fields. */
export function permissionEvent(
  { business, contact }: Pick<EventParties, "business" | "contact">,
  reply: PermissionReply,
  now: number,
) {
  const { response, isPermanent, until, contextId, isAutomatic = false } = reply;
  return inboundMessageEvent(
    { business, contact },
    {
      type: "interactive",
      ...(contextId !== undefined && {
        context: { from: business.phoneNumber.slice(1), id: contextId },
      }),
      interactive: {
        type: "call_permission_reply",
        call_permission_reply: {
          response,
          // Meta's samples of a refusal and of a revocation have no `is_permanent`.
          ...(response === "accept" && { is_permanent: isPermanent }),
          ...(until !== undefined && { expiration_timestamp: Math.floor(until / 1000) }),
          response_source: isAutomatic ? "automatic" : "user_action",
        },
      },
    },
    now,
  );
}
