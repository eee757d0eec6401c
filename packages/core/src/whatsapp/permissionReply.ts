import type { EventDraft } from "../events/eventDraft.ts";
import { readBoolean, readId, readToken } from "../events/fields.ts";
import { isRecord } from "../events/isRecord.ts";
import { readTime } from "../events/readTime.ts";

const replyType = "call_permission_reply";

type PermissionDraft = Extract<EventDraft, { kind: "permission" }>;

/** The `type` of a permission reply that does not say whether the contact agreed. */
export const bareReply: { kind: "unknown"; type: string } = { kind: "unknown", type: replyType };

/**
 * Reads the call permission reply in an inbound message, in the formats of all senders. Returns undefined if the
 * message is not such a reply. Some senders omit the outer types. Some senders send only the type: then the message is
 * a reply, but does not say whether the contact agreed.
 */
export function readPermissionReply(
  message: unknown,
): PermissionDraft | typeof bareReply | undefined {
  if (!isRecord(message)) return undefined;
  const interactive = isRecord(message.interactive) ? message.interactive : {};
  const inner = interactive[replyType] ?? message[replyType];
  const isReply = [message.type, interactive.type].some((type) => readToken(type) === replyType);
  if (!isRecord(inner)) return isReply ? bareReply : undefined;
  const response = readToken(inner.response);
  if (response !== "accept" && response !== "reject") return bareReply;
  const { expiration_timestamp, expiration_time, expiration } = inner;
  return {
    kind: "permission",
    response,
    permanent: readBoolean(inner.is_permanent),
    expiresAt: readTime(expiration_timestamp) ?? readTime(expiration_time) ?? readTime(expiration),
    source: readToken(inner.response_source),
    contextId: isRecord(message.context) ? readId(message.context.id) : undefined,
  };
}
