import type { SupabaseClient } from "@supabase/supabase-js";
import { type Lead, leadColumns } from "./lead.ts";
import { leadQuery } from "./leadQuery.ts";

/** As many as a list under a field can show. */
const shownLeads = 8;

/** The leads of the agent's branch (row-level security) whose name or number has what was typed in it. */
export async function searchLeads(
  supabase: SupabaseClient,
  text: string,
  signal?: AbortSignal,
): Promise<Lead[]> {
  const query = leadQuery(text);
  if (query === null) return [];
  let request = supabase
    .from("leads")
    .select(leadColumns)
    .filter(query.column, "imatch", query.pattern)
    .order("full_name")
    .limit(shownLeads);
  if (signal) request = request.abortSignal(signal);
  const { data, error } = await request;
  if (error) throw error;
  return data;
}
