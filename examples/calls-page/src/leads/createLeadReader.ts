import type { SupabaseClient } from "@supabase/supabase-js";
import { createBatcher } from "./createBatcher.ts";
import { type Lead, leadColumns } from "./lead.ts";
import { endingPattern, findByPhone, leadQuery } from "./leadQuery.ts";

/** The host's leads of the agent's branches (row-level security). */
export interface LeadReader {
  byId(id: string): Promise<Lead | null>;
  /** The lead with this number, under any of the forms that WhatsApp has of it and however the host writes it. */
  byPhone(phone: string): Promise<Lead | null>;
  /** Those whose name or number has in it what was typed: as many as a list under a field can show. */
  search(text: string, signal: AbortSignal): Promise<Lead[]>;
}

const shownLeads = 8;
/** So many of a branch's leads at most end in the same digits as the numbers that are asked for at once. */
const mostCandidates = 500;

/**
 * Many rows ask for their leads at once: they are read together.
 *
 * @param country Whose numbers the host writes without a country code.
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
