import type { PermissionReply } from "../../parties/messageFlow.ts";
import type { EventParties } from "./callEvents.ts";
import { inboundMessageEvent } from "./messageEvents.ts";

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
