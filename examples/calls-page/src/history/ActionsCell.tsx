import type { ListedCall } from "@skale-calls/supabase-adapter";
import { readContact } from "../call/readContact.ts";
import { CallBackButton } from "../phone/dial/CallBackButton.tsx";
import { readDialRequest } from "../phone/dial/readDialRequest.ts";

/** Above the row's own link. */
export function ActionsCell({ call }: { call: ListedCall }) {
  const request = readDialRequest(call, readContact(call).name);
  if (request === null) return null;
  return (
    <span className="relative flex justify-end">
      <CallBackButton {...request} />
    </span>
  );
}
