import type { SupabaseClient } from "@supabase/supabase-js";
import { createBatcher } from "./createBatcher.ts";
import { type Lead, leadColumns } from "./lead.ts";
import { endingPattern, findByPhone, leadQuery } from "./leadQuery.ts";

/** Reads the host's leads. Row-level security limits them to the agent's branches. */
export interface LeadReader {
  byId(id: string): Promise<Lead | null>;
  /** Finds the lead with this number, in any of the number's WhatsApp forms and in any notation of the host. */
  byPhone(phone: string): Promise<Lead | null>;
  /** Finds the leads whose name or number contains the typed text, at most as many as the list under a field shows. */
  search(text: string, signal: AbortSignal): Promise<Lead[]>;
}

const shownLeads = 8;
/** The maximum number of a branch's leads that share their last digits with the numbers of one request. */
const mostCandidates = 500;

/**
 * Creates a reader of leads. Many rows request their leads at the same time, so the reader combines these requests.
 *
 * @param country The country of numbers that the host writes without a country code.
 */
export function createLeadReader(
  supabase: SupabaseClient,
  country: string | undefined,
): LeadReader {
  const select = () => supabase.from("leads").select(leadColumns);

  const byId = createBatcher<Lead>(async (ids) => {
    const leads = await read(select().in("id", ids));
    return new Map(leads.map((lead) => [lead.id, lead]));
  });

  const byPhone = createBatcher<Lead>(async (phones) => {
    const candidates = await read(
      select()
        .filter("phone", "match", endingPattern(phones))
        .order("full_name")
        .limit(mostCandidates),
    );
    return new Map(
      phones.flatMap((phone) => {
        const lead = findByPhone(candidates, phone, country);
        return lead === null ? [] : [[phone, lead]];
      }),
    );
  });

  async function search(text: string, signal: AbortSignal): Promise<Lead[]> {
    const query = leadQuery(text, country);
    if (query === null) return [];
    return read(
      select()
        .filter(query.column, "match", query.pattern)
        .order("full_name")
        .limit(shownLeads)
        .abortSignal(signal),
    );
  }

  return { byId, byPhone, search };
}

async function read(
  query: PromiseLike<{ data: Lead[]; error: null } | { data: null; error: Error }>,
): Promise<Lead[]> {
  const { data, error } = await query;
  if (error) throw error;
  return data;
}
