import { compareCodePoints } from "../status/mergeFacts.ts";
import type { PermissionEvent } from "../vocabulary/callEvent.ts";

export const permissionStatuses = ["no_permission", "temporary", "permanent"] as const;
export type PermissionStatus = (typeof permissionStatuses)[number];

/** Returns the permission that a contact's reply gives. */
export function permissionStatus({
  response,
  permanent,
}: Pick<PermissionEvent, "response" | "permanent">): PermissionStatus {
  if (response !== "accept") return "no_permission";
  return permanent ? "permanent" : "temporary";
}

/** The fields that decide which of two replies is valid. */
export interface DatedReply {
  /** The time of the event, by the sender's clock. */
  occurred_at: string;
  status: PermissionStatus;
  event_id: string;
}

/**
 * True if a reply replaces a known reply. The newer reply wins. If both have the same time, a refusal wins over a
 * consent. If both also have the same kind, the greater event id wins. So the same replies give the same row in any
 * order.
 */
export function isNewerReply(reply: DatedReply, known: DatedReply): boolean {
  const refuses = ({ status }: DatedReply) => Number(status === "no_permission");
  const order =
    Date.parse(reply.occurred_at) - Date.parse(known.occurred_at) ||
    refuses(reply) - refuses(known) ||
    compareCodePoints(reply.event_id, known.event_id);
  return order > 0;
}
