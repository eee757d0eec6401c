import type { ListedCall } from "@skale-calls/supabase-adapter";
import type { DialRequest } from "./DialProvider.tsx";

/** How a call's contact is called back: by number, else by the WhatsApp user's id; null when neither is known. */
export function readDialRequest(
  { contact_phone, contact_user_id, lead_id }: ListedCall,
  contactName: string | null,
): DialRequest | null {
  const target =
    contact_phone !== null
      ? { to: contact_phone }
      : contact_user_id !== null
        ? { recipient: contact_user_id }
        : null;
  return (
    target && {
      ...target,
      ...(lead_id === null ? {} : { leadId: lead_id }),
      ...(contactName === null ? {} : { contactName }),
    }
  );
}
