import type { ListedCall } from "@skale-calls/supabase-adapter";
import { cleanText } from "../format/cleanText.ts";
import { formatPhone } from "../format/formatPhone.ts";

export interface ContactText {
  /** What the contact is called, or else known by; null when nothing is known. */
  name: string | null;
  /** The number as people write it, where the name is another one. */
  phone: string | null;
}

type Contact = Pick<
  ListedCall,
  "contact_name" | "contact_profile_name" | "contact_phone" | "contact_user_id"
>;

/**
 * How a call's contact is shown: by name and number, or by what there is.
 *
 * @param leadName The name of the contact's lead, which wins over what WhatsApp calls them.
 */
export function readContact(call: Contact, leadName?: string | null): ContactText {
  const names = [leadName, call.contact_name, call.contact_profile_name];
  const name = names.map((text) => cleanText(text ?? "")).find(Boolean) ?? null;
  const phone = call.contact_phone === null ? null : formatPhone(call.contact_phone);
  return name === null ? { name: phone ?? call.contact_user_id, phone: null } : { name, phone };
}
