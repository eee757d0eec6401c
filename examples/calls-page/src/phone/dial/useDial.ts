import { useContext } from "react";
import { DialContext, type Dialling, type DialRequest } from "./DialProvider.tsx";

export function useDialling(): Dialling {
  const dialling = useContext(DialContext);
  if (!dialling) throw new Error("useDialling needs a PhoneProvider above it.");
  return dialling;
}

/**
 * Calls somebody, from anywhere on the page: a number that is none, or a call that goes on already, is told in a
 * message.
 *
 * @example
 * const dial = useDial();
 * dial({ to: call.contact_phone, leadId: call.lead_id });
 * dial({ recipient: call.contact_user_id });
 */
export function useDial(): (request: DialRequest) => void {
  return useDialling().dial;
}
