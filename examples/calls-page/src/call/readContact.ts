import type { ListedCall } from "@skale-calls/supabase-adapter";
import { cleanText } from "../format/cleanText.ts";
import { formatPhone } from "../format/formatPhone.ts";

export interface ContactText {
  /** The contact's name, or else another identification; null when nothing is known. */
  name: string | null;
  /** The formatted number, unless `name` is already the number. */
  phone: string | null;
}

type Contact = Pick<
  ListedCall,
  "contact_name" | "contact_profile_name" | "contact_phone" | "contact_user_id"
>;

/**
 * Reads how a call's contact is displayed: name and number, as far as they are known.
 *
 * @param leadName The name of the contact's lead, which has priority over the name from WhatsApp.
 */
export function readContact(call: Contact, leadName?: string | null): ContactText {
  const names = [leadName, call.contact_name, call.contact_profile_name];
  const name = names.map((text) => cleanText(text ?? "")).find(Boolean) ?? null;
  const phone = call.contact_phone === null ? null : formatPhone(call.contact_phone);
  return name === null ? { name: phone ?? call.contact_user_id, phone: null } : { name, phone };
}
