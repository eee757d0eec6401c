import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";

/** Reads a lead by its id; null when the agent may not see the lead. */
export function useLead(id: string | null) {
  const { leads } = useServices();
  return useQuery({
    queryKey: ["lead", id],
    queryFn: () => leads.byId(id ?? ""),
    enabled: id !== null,
    staleTime: 60_000,
  });
}
