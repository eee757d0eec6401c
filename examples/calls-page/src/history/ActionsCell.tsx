import type { ListedCall } from "@skale-calls/supabase-adapter";
import { readContact } from "../call/readContact.ts";
import { CallBackButton } from "../phone/CallBackButton.tsx";

/** Above the row's own link. */
export function ActionsCell({ call }: { call: ListedCall }) {
  if (call.contact_phone === null) return null;
  const { name } = readContact(call);
  return (
    <span className="relative flex justify-end">
      <CallBackButton
        to={call.contact_phone}
        {...(call.lead_id === null ? {} : { leadId: call.lead_id })}
        {...(name === null ? {} : { contactName: name })}
      />
    </span>
  );
}
