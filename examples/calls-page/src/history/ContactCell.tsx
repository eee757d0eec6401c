import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { CallLink } from "../call/CallLink.tsx";
import { readContact } from "../call/readContact.ts";

/** Whom the call was with; a click anywhere in the row is one on this link. */
export function ContactCell({ call }: { call: ListedCall }) {
  const { t } = useTranslation();
  const contact = readContact(call);
  return (
    <span className="flex min-w-0 flex-col">
      <CallLink
        id={call.id}
        className="scroll-my-32 truncate font-medium underline-offset-2 after:absolute after:inset-0 hover:underline"
      >
        {contact.name ?? t("unknownContact")}
      </CallLink>
      {contact.phone && (
        <span className="truncate text-sm text-muted tabular-nums">{contact.phone}</span>
      )}
    </span>
  );
}
