import * as z from "zod";
import { type EventDraft, known } from "../events/eventDraft.ts";
import { fieldsOf, idField, phoneField, tokenField } from "../events/fields.ts";

const message = z.object({
  from: phoneField,
  system: fieldsOf({
    type: tokenField,
    wa_id: phoneField,
    user_id: idField,
    parent_user_id: idField,
    previous_user_id: idField,
    previous_parent_user_id: idField,
  }),
});

/**
 * Reads a system message that tells of a contact's new number or new user id: a new number always brings a new user id
 * (WhatsApp's page "System messages webhook reference", 11 August 2026; the former ids are in it since then). Returns undefined
 * for every other message, and for a change that names nothing new.
 */
export function readContactChange(item: unknown): EventDraft | undefined {
  const { from, system } = message.safeParse(item).data ?? {};
  const type = system?.type;
  if (!system || (type !== "user_changed_number" && type !== "user_changed_user_id"))
    return undefined;
  const contact = known({
    phone: system.wa_id,
    userId: system.user_id,
    parentUserId: system.parent_user_id,
  });
  if (contact.phone === undefined && contact.userId === undefined) return undefined;
  return {
    kind: "contact_change",
    contact,
    previous: known({
      // The sender of the message is the number before the change.
      phone: type === "user_changed_number" ? from : undefined,
      userId: system.previous_user_id,
      parentUserId: system.previous_parent_user_id,
    }),
  };
}
