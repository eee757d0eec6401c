import type { WhatsappCall } from "@skale-calls/supabase-adapter";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { applyCallChanges } from "../data/applyCallChanges.ts";
import { useServices } from "../services.ts";
import { useDialling } from "./useDial.ts";

/** The server knows the number that was dialled, not whose it is: the name is written into the call, where it has none. */
export function useKeepName(callId: string, row: WhatsappCall | null): void {
  const { calls } = useServices();
  const queryClient = useQueryClient();
  const { dialled } = useDialling();
  const name = dialled?.callId === callId ? dialled.contactName : undefined;
  const { mutate } = useMutation({
    mutationFn: (contactName: string) => calls.updateCall(callId, { contactName }),
    onSuccess: (call) => applyCallChanges(queryClient, [{ call, kind: "updated" }]),
  });
  const isMissing = row !== null && row.contact_name === null;
  useEffect(() => {
    if (isMissing && name !== undefined) mutate(name);
  }, [isMissing, name, mutate]);
}
