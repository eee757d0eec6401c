import type { WhatsappCall } from "@skale-calls/supabase-adapter";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { CallPages } from "../data/applyCallChanges.ts";
import { callKey, callsKey } from "../data/queryKeys.ts";
import { useServices } from "../services.ts";

/** One call, kept up to date; null when there is none that the agent may see. What a list knows is shown at once. */
export function useCallRow(id: string, { enabled = true }: { enabled?: boolean } = {}) {
  const { calls } = useServices();
  const queryClient = useQueryClient();
  return useQuery({
    queryKey: callKey(id),
    queryFn: () => calls.fetchWhatsappCall(id),
    enabled,
    placeholderData: () => findInLists(),
    retry: 1,
  });

  function findInLists(): WhatsappCall | undefined {
    const lists = queryClient.getQueriesData<CallPages>({ queryKey: [callsKey] });
    for (const [, data] of lists) {
      for (const page of data?.pages ?? []) {
        const found = page.calls.find((call) => call.id === id);
        if (found) return { ...found, transcript: null };
      }
    }
    return undefined;
  }
}
