import type { ListedCall } from "@skale-calls/supabase-adapter";
import type { QueryClient } from "@tanstack/react-query";
import type { LeadReader } from "./createLeadReader.ts";
import type { Lead } from "./lead.ts";

/** Reads the linked lead of a call, or else the lead with the call's number; null if there is no lead or the reading fails. */
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
