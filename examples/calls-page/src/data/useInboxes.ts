import { useQuery } from "@tanstack/react-query";
import { storedInbox, useStored } from "../preferences/stored.ts";
import { useServices } from "../services.ts";
import { useAgent } from "../session/useAgent.ts";

export interface Inbox {
  id: string;
  name: string | null;
  phone_number: string | null;
}

/** Reads the WhatsApp numbers of the agent's branch. `chosen` is the number to call from; null unless there are several. */
export function useInboxes(): { inboxes: readonly Inbox[]; chosen: Inbox | null } {
  const { supabase } = useServices();
  const { data: agent } = useAgent();
  const branchId = agent?.branch_id ?? null;
  const stored = useStored(storedInbox);
  const { data: inboxes = [] } = useQuery({
    queryKey: ["inboxes", branchId],
    enabled: branchId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    async queryFn(): Promise<Inbox[]> {
      const { data, error } = await supabase
        .from("whatsapp_inboxes")
        .select("id, name, phone_number")
        .eq("branch_id", branchId)
        .order("name");
      if (error) throw error;
      return data;
    },
  });
  const chosen =
    inboxes.length > 1 ? (inboxes.find(({ id }) => id === stored) ?? inboxes[0] ?? null) : null;
  return { inboxes, chosen };
}
