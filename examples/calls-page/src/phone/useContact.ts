import type { SoftphoneCall } from "@skale-calls/softphone";
import { useCall } from "@skale-calls/softphone/react";
import { useTranslation } from "react-i18next";
import { formatPhone } from "../format/formatPhone.ts";
import { useLeadByPhone } from "../leads/useLeadByPhone.ts";
import { useDialling } from "./useDial.ts";

export interface Contact {
  name: string | null;
  /** As people write it; null of a contact behind a WhatsApp username. */
  phone: string | null;
  /** The name, else the number, else that there is none. */
  title: string;
}

/** Who is at the other end: as dialled, as the call's row has it, or the lead with that number. */
export function useContact(call: SoftphoneCall): Contact {
  const { t } = useTranslation();
  const { contactPhone, contactName } = useCall(call);
  const { dialled } = useDialling();
  const { data: lead } = useLeadByPhone(contactPhone);
  const dialledName = dialled?.callId === call.id ? dialled.contactName : undefined;
  const name = dialledName ?? lead?.full_name ?? contactName;
  const phone = contactPhone && formatPhone(contactPhone);
  return { name, phone, title: name ?? phone ?? t("unknownContact") };
}
