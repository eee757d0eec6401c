import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";
import { useDebounced } from "../ui/useDebounced.ts";

/** Searches for leads with the typed text, at each pause in typing. */
export function useLeads(text: string) {
  const { leads } = useServices();
  const settled = useDebounced(text.trim(), 200);
  return useQuery({
    queryKey: ["leads", settled],
    queryFn: ({ signal }) => leads.search(settled, signal),
    enabled: settled !== "" && text.trim() !== "",
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
