import { useQuery } from "@tanstack/react-query";
import { type Lead, leadColumns } from "../leads/lead.ts";
import { useServices } from "../services.ts";

/** The lead that a call belongs to; null when the agent may not see it. */
export function useLead(id: string | null) {
  const { supabase } = useServices();
  return useQuery({
    queryKey: ["lead", id],
    enabled: id !== null,
    staleTime: 60_000,
    async queryFn(): Promise<Lead | null> {
      const { data, error } = await supabase
        .from("leads")
        .select(leadColumns)
        .eq("id", id)
        .maybeSingle();
      if (error) throw error;
      return data;
    },
  });
}
