import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";

/** Finds the lead with this number in any of the number's WhatsApp forms; null when there is no such lead. */
export function useLeadByPhone(phone: string | null) {
  const { leads } = useServices();
  return useQuery({
    queryKey: ["lead-by-phone", phone],
    queryFn: () => leads.byPhone(phone ?? ""),
    enabled: phone !== null,
    staleTime: 60_000,
  });
}
