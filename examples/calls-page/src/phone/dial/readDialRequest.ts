import type { ListedCall } from "@skale-calls/supabase-adapter";
import type { Lead } from "../../leads/lead.ts";
import type { DialRequest } from "./DialProvider.tsx";

/**
 * Returns the request that calls a contact again: by number, or else by the WhatsApp user's id; null when neither is known. The
 * new call belongs to the lead that is linked to the old call, or else to the lead that was found by the number.
 */
export function readDialRequest(
  { contact_phone, contact_user_id, lead_id }: ListedCall,
  { name, lead }: { name: string | null; lead: Lead | null },
): DialRequest | null {
  const target =
    contact_phone !== null
      ? { to: contact_phone }
      : contact_user_id !== null
        ? { recipient: contact_user_id }
        : null;
  const leadId = lead_id ?? lead?.id;
  return (
    target && {
      ...target,
      ...(leadId === undefined ? {} : { leadId }),
      ...(name === null ? {} : { contactName: name }),
    }
  );
}
