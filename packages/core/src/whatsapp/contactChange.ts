import { type EventDraft, known } from "../events/eventDraft.ts";
import { readId, readPhone, readToken } from "../events/fields.ts";
import { isRecord } from "../events/isRecord.ts";

/**
 * Reads a system message that tells of a contact's new number or new user id: a new number always brings a new user id
 * (WhatsApp's page "System messages webhook reference", 11 August 2026; the former ids are in it since then). Returns undefined
 * for every other message, and for a change that names nothing new.
 */
export function readContactChange(message: unknown): EventDraft | undefined {
  if (!isRecord(message) || !isRecord(message.system)) return undefined;
  const { system } = message;
  const type = readToken(system.type);
  if (type !== "user_changed_number" && type !== "user_changed_user_id") return undefined;
  const contact = known({
    phone: readPhone(system.wa_id),
    userId: readId(system.user_id),
    parentUserId: readId(system.parent_user_id),
  });
  if (contact.phone === undefined && contact.userId === undefined) return undefined;
  return {
    kind: "contact_change",
    contact,
    previous: known({
      // The sender of the message is the number before the change.
      phone: type === "user_changed_number" ? readPhone(message.from) : undefined,
      userId: readId(system.previous_user_id),
      parentUserId: readId(system.previous_parent_user_id),
    }),
  };
}
