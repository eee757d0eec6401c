import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";
import { type Lead, leadColumns } from "./lead.ts";
import { phonePattern } from "./leadQuery.ts";

/** The lead with this number, under any of the forms that WhatsApp has of it; null when there is none. */
export function useLeadByPhone(phone: string | null) {
  const { supabase } = useServices();
  return useQuery({
    queryKey: ["lead-by-phone", phone],
    enabled: phone !== null,
    staleTime: 60_000,
    async queryFn(): Promise<Lead | null> {
      const { data, error } = await supabase
        .from("leads")
        .select(leadColumns)
        .filter("phone", "match", phonePattern(phone ?? ""))
        .order("full_name")
        .limit(1)
        .maybeSingle();
      if (error) throw error;
      return data;
    },
  });
}
