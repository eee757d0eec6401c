import type { ListedCall } from "@skale-calls/supabase-adapter";
import { Phone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useContact } from "../call/useContact.ts";
import { readDialRequest } from "../phone/dial/readDialRequest.ts";
import { useDial } from "../phone/dial/useDial.ts";
import { Button } from "../ui/Button.tsx";

/** The button that calls the contact, if the contact can be called. A click on it does not follow the row's link. */
export function ActionsCell({ call }: { call: ListedCall }) {
  const { t } = useTranslation("phone");
  const dial = useDial();
  const contact = useContact(call);
  const request = readDialRequest(call, contact);
  if (request === null) return null;
  const name = request.contactName ?? request.to ?? request.recipient ?? "";
  return (
    <Button
      variant="bare"
      size="icon"
      className="relative hover:bg-accent-soft!"
      aria-label={t("dialNamed", { name })}
      onPress={() => dial(request)}
    >
      <Phone aria-hidden className="size-4.5 text-accent" />
    </Button>
  );
}
