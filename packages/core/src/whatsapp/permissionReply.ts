import * as z from "zod";
import type { EventDraft } from "../events/eventDraft.ts";
import {
  anyField,
  booleanField,
  fieldsOf,
  idField,
  timeField,
  tokenField,
} from "../events/fields.ts";
import { isRecord } from "../events/isRecord.ts";

const replyType = "call_permission_reply";

const replyFields = z.object({
  response: tokenField,
  is_permanent: booleanField,
  expiration_timestamp: timeField,
  expiration_time: timeField,
  expiration: timeField,
  response_source: tokenField,
});

const messageFields = z.object({
  type: tokenField,
  context: fieldsOf({ id: idField }),
  interactive: fieldsOf({ type: tokenField, [replyType]: anyField }),
  [replyType]: anyField,
});

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
  const parsed = messageFields.safeParse(message);
  if (!parsed.success) return undefined;
  const { type, context, interactive } = parsed.data;
  const inner = interactive[replyType] ?? parsed.data[replyType];
  if (!isRecord(inner) && interactive.type !== replyType && type !== replyType) return undefined;
  const reply = replyFields.safeParse(inner);
  const response = reply.data?.response;
  if (!reply.success || (response !== "accept" && response !== "reject")) return bareReply;
  const { is_permanent, expiration_timestamp, expiration_time, expiration } = reply.data;
  return {
    kind: "permission",
    response,
    permanent: is_permanent === true,
    expiresAt: expiration_timestamp ?? expiration_time ?? expiration,
    source: reply.data.response_source,
    contextId: context?.id,
  };
}
