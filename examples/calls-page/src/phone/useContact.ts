import type { SoftphoneCall } from "@skale-calls/softphone";
import { useCall } from "@skale-calls/softphone/react";
import { useTranslation } from "react-i18next";
import { formatPhone } from "../format/formatPhone.ts";
import { useLead } from "../leads/useLead.ts";
import { useLeadByPhone } from "../leads/useLeadByPhone.ts";
import { useDialling } from "./dial/useDial.ts";

export interface Contact {
  name: string | null;
  /** The formatted number; null for a contact with a WhatsApp username. */
  phone: string | null;
  /** The name, or else the number, or else the WhatsApp user's id, or else a text that says that nothing is known. */
  title: string;
}

/** Finds the contact of a current or ended call. The name is the dialled name, or else the lead's name, or else WhatsApp's data. */
export function useContact(call: SoftphoneCall): Contact {
  const { t } = useTranslation();
  const { contactPhone, contactName, row } = useCall(call);
  const { dialled } = useDialling();
  const { data: linked } = useLead(row?.lead_id ?? null);
  const { data: found } = useLeadByPhone(row?.lead_id ? null : contactPhone);
  const dialledName = dialled?.callId === call.id ? dialled.contactName : undefined;
  const name = dialledName ?? (linked ?? found)?.full_name ?? contactName;
  const phone = contactPhone && formatPhone(contactPhone);
  return { name, phone, title: name ?? phone ?? row?.contact_user_id ?? t("unknownContact") };
}
