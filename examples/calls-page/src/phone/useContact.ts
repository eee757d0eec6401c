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
  /** The name, otherwise the number, otherwise the WhatsApp user's id, otherwise a text that says there is none. */
  title: string;
}

/** The other party, named as in the history: by the dialled name, the lead, or the data from WhatsApp. */
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
