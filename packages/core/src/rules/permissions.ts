import { compareCodePoints } from "../status/mergeFacts.ts";
import type { PermissionEvent } from "../vocabulary/callEvent.ts";

export const permissionStatuses = ["no_permission", "temporary", "permanent"] as const;
export type PermissionStatus = (typeof permissionStatuses)[number];

/** What a contact's reply makes of the consent. */
export function permissionStatus({
  response,
  permanent,
}: Pick<PermissionEvent, "response" | "permanent">): PermissionStatus {
  if (response !== "accept") return "no_permission";
  return permanent ? "permanent" : "temporary";
}

/** What decides which of two replies counts. */
export interface DatedReply {
  /** By the event's own clock. */
  occurred_at: string;
  status: PermissionStatus;
  event_id: string;
}

/**
 * Whether a reply takes the place of a known one: the newer; of two at the same moment a refusal, then the greater
 * id. Any order of the same replies ends in the same row.
 */
export function isNewerReply(reply: DatedReply, known: DatedReply): boolean {
  const refuses = ({ status }: DatedReply) => Number(status === "no_permission");
  const order =
    Date.parse(reply.occurred_at) - Date.parse(known.occurred_at) ||
    refuses(reply) - refuses(known) ||
    compareCodePoints(reply.event_id, known.event_id);
  return order > 0;
}
