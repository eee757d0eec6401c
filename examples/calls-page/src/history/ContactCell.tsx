import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useTranslation } from "react-i18next";
import { CallLink } from "../call/CallLink.tsx";
import { DirectionText } from "../call/DirectionText.tsx";
import { useContact } from "../call/useContact.ts";

/** The contact and the direction of the call. The contact is a link, and a click anywhere in the row follows it. */
export function ContactCell({ call }: { call: ListedCall }) {
  const { t } = useTranslation();
  const { name, phone } = useContact(call);
  const title = name ?? t("unknownContact");
  return (
    <span className="flex min-w-0 flex-col">
      <CallLink
        id={call.id}
        className="scroll-my-32 min-w-0 leading-5 font-medium underline-offset-2 after:absolute after:inset-0 hover:underline"
      >
        <bdi title={title} className="block truncate text-left">
          {title}
        </bdi>
      </CallLink>
      <span className="flex min-w-0 items-center gap-1 text-sm leading-5 text-muted">
        <DirectionText direction={call.direction} isBrief={phone !== null} />
        {phone !== null && <bdi className="truncate tabular-nums">{phone}</bdi>}
      </span>
    </span>
  );
}
