import type { ListedCall } from "@skale-calls/supabase-adapter";
import { Phone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useContact } from "../call/useContact.ts";
import { useDial } from "../phone/useDial.ts";
import { Button } from "../ui/Button.tsx";

/** Calls the contact, where there is a number; above the row's own link. */
export function ActionsCell({ call }: { call: ListedCall }) {
  const { t } = useTranslation("phone");
  const dial = useDial();
  const { name, lead } = useContact(call);
  const to = call.contact_phone;
  if (to === null) return null;
  const leadId = call.lead_id ?? lead?.id;
  const label = t("dialNamed", { name: name ?? to });
  return (
    <Button
      variant="bare"
      size="icon"
      className="relative hover:bg-accent-soft!"
      aria-label={label}
      onPress={() =>
        dial({
          to,
          ...(leadId === undefined ? {} : { leadId }),
          ...(name === null ? {} : { contactName: name }),
        })
      }
    >
      <Phone aria-hidden className="size-4.5 text-accent" />
    </Button>
  );
}
