import { useContext } from "react";
import { DialContext, type Dialling, type DialRequest } from "./DialProvider.tsx";

export function useDialling(): Dialling {
  const dialling = useContext(DialContext);
  if (!dialling) throw new Error("useDialling needs a PhoneProvider above it.");
  return dialling;
}

/**
 * Returns a function that calls a contact from anywhere on the page. A message reports an invalid number or another call in
 * progress.
 *
 * @example
 * const dial = useDial();
 * dial({ to: call.contact_phone, leadId: call.lead_id });
 * dial({ recipient: call.contact_user_id });
 */
export function useDial(): (request: DialRequest) => void {
  return useDialling().dial;
}
