import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";

/** The lead with this number in any of its WhatsApp forms; null when there is none. */
export function useLeadByPhone(phone: string | null) {
  const { leads } = useServices();
  return useQuery({
    queryKey: ["lead-by-phone", phone],
    queryFn: () => leads.byPhone(phone ?? ""),
    enabled: phone !== null,
    staleTime: 60_000,
  });
}
