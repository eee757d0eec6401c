import type { ListedCall } from "@skale-calls/supabase-adapter";
import type { QueryClient } from "@tanstack/react-query";
import type { LeadReader } from "./createLeadReader.ts";
import type { Lead } from "./lead.ts";

/** The linked lead of a call, otherwise the lead with its number; null if there is none, or it cannot be read. */
export function readLeadOfCall(
  { lead_id, contact_phone }: Pick<ListedCall, "lead_id" | "contact_phone">,
  { leads, queryClient }: { leads: LeadReader; queryClient: QueryClient },
): Promise<Lead | null> {
  const query =
    lead_id !== null
      ? { queryKey: ["lead", lead_id], queryFn: () => leads.byId(lead_id) }
      : contact_phone !== null
        ? {
            queryKey: ["lead-by-phone", contact_phone],
            queryFn: () => leads.byPhone(contact_phone),
          }
        : null;
  if (query === null) return Promise.resolve(null);
  return queryClient.fetchQuery({ ...query, staleTime: 60_000 }).catch(() => null);
}
