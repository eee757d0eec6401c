import { textLengths } from "@skale-calls/core";
import type { ListedCall } from "@skale-calls/supabase-adapter";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useUpdateCall } from "../../data/useUpdateCall.ts";
import { useLeadByPhone } from "../../leads/useLeadByPhone.ts";
import { useDialling } from "../dial/useDial.ts";

const longestName = textLengths.whatsapp_calls.contact_name.most;

/**
 * Stores a name in a call without one, because the server knows only the number. The name is the one given when dialling, or
 * else that of the lead with this number.
 */
export function useKeepName(callId: string, row: ListedCall | null): void {
  const updateCall = useUpdateCall();
  const { dialled } = useDialling();
  const isMissing = row !== null && row.contact_name === null;
  const { data: lead } = useLeadByPhone(isMissing ? row.contact_phone : null);
  const dialledName = dialled?.callId === callId ? dialled.contactName : undefined;
  const name = dialledName ?? lead?.full_name ?? undefined;
  const { mutate } = useMutation({
    mutationFn: (contactName: string) => updateCall(callId, { contactName }),
  });
  useEffect(() => {
    if (isMissing && name !== undefined) mutate(name.slice(0, longestName));
  }, [isMissing, name, mutate]);
}
