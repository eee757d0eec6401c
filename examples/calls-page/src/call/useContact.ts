import type { ListedCall } from "@skale-calls/supabase-adapter";
import type { Lead } from "../leads/lead.ts";
import { useLead } from "../leads/useLead.ts";
import { useLeadByPhone } from "../leads/useLeadByPhone.ts";
import { type ContactText, readContact } from "./readContact.ts";

/** Finds the contact of a call: the linked lead, or else the lead with the call's number, or else the data from WhatsApp. */
export function useContact(call: ListedCall): ContactText & { lead: Lead | null } {
  const { data: linked } = useLead(call.lead_id);
  const { data: found } = useLeadByPhone(call.lead_id === null ? call.contact_phone : null);
  const lead = linked ?? found ?? null;
  return { ...readContact(call, lead?.full_name), lead };
}
