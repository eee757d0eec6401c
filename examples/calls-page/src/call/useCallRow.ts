import type { WhatsappCall } from "@skale-calls/supabase-adapter";
import { useQuery } from "@tanstack/react-query";
import { useCallList } from "../data/CallListProvider.tsx";
import { callKey } from "../data/queryKeys.ts";
import { useServices } from "../services.ts";

/** Reads a call and keeps it up to date; null when the agent may see no such call. A row in the list is shown at once. */
export function useCallRow(id: string, { enabled = true }: { enabled?: boolean } = {}) {
  const { calls } = useServices();
  const list = useCallList();
  return useQuery({
    queryKey: callKey(id),
    queryFn: () => calls.fetchWhatsappCall(id),
    enabled,
    placeholderData: (): WhatsappCall | undefined => {
      const known = list.getState().calls.find((call) => call.id === id);
      return known && { ...known, transcript: null };
    },
    retry: 1,
  });
}
