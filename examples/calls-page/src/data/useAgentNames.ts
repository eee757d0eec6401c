import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";

const noNames: ReadonlyMap<string, string> = new Map();

/** The names of the agents whom this agent may see, by their ids; many installations show only oneself. */
export function useAgentNames(): ReadonlyMap<string, string> {
  const { supabase } = useServices();
  const { data } = useQuery({
    queryKey: ["agent-names"],
    staleTime: 10 * 60_000,
    async queryFn() {
      const { data, error } = await supabase.from("users").select("id, full_name").limit(1000);
      if (error) throw error;
      const rows: { id: string; full_name: string | null }[] = data;
      return new Map(rows.flatMap(({ id, full_name }) => (full_name ? [[id, full_name]] : [])));
    },
  });
  return data ?? noNames;
}
