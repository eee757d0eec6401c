import {
  type CallDirection,
  type CallStatus,
  type EndReason,
  phoneAliases,
} from "@skale-calls/core";
import { listedColumns } from "./callColumns.ts";
import type { TypedClient } from "./callsClient.ts";
import type { ListedCall } from "./database.ts";
import { readCursor, writeCursor } from "./pageCursor.ts";
import { quoteFilterValue } from "./quoteFilterValue.ts";
import { readAnswer } from "./readAnswer.ts";
import { searchFilter } from "./searchFilter.ts";
import { writeTime } from "./writeTime.ts";

export interface FetchCallsPageParams {
  branchId?: string | null;
  status?: CallStatus | null;
  direction?: CallDirection | null;
  endReason?: EndReason | null;
  /** E.164; calls under its other WhatsApp forms are found too (`phoneAliases`). */
  contactPhone?: string | null;
  leadId?: string | null;
  /**
   * What a person types: a part of the contact's name, whatever the case and the accents, or of the number, with or
   * without spaces and `+`. Empty: everybody.
   */
  search?: string | null;
  /** Created at this moment or later; an ISO 8601 text or a `Date`. */
  from?: Date | string | null;
  /** Created before this moment. */
  to?: Date | string | null;
  /** 1 to 500; 50 when not given. */
  limit?: number;
  /** `next` of the page before. */
  after?: string | null;
}

export interface CallsPage {
  calls: ListedCall[];
  /** For `after`; null on the last page. */
  next: string | null;
}

const defaultLimit = 50;
/** Below PostgREST's own limit of rows, which would cut a page without a word. */
const largestLimit = 500;

export async function fetchCallsPage(
  client: Pick<TypedClient, "from">,
  params: FetchCallsPageParams,
): Promise<CallsPage> {
  const limit = Math.min(Math.max(Math.trunc(params.limit ?? defaultLimit), 1), largestLimit);
  let query = client.from("whatsapp_calls").select<typeof listedColumns, ListedCall>(listedColumns);
  if (params.branchId) query = query.eq("branch_id", params.branchId);
  if (params.status) query = query.eq("status", params.status);
  if (params.direction) query = query.eq("direction", params.direction);
  if (params.endReason) query = query.eq("end_reason", params.endReason);
  if (params.leadId) query = query.eq("lead_id", params.leadId);
  if (params.contactPhone) {
    const phones = phoneAliases(params.contactPhone).map(quoteFilterValue);
    query = query.filter("contact_phone", "in", `(${phones.join(",")})`);
  }
  if (params.from) query = query.gte("created_at", writeTime(params.from));
  if (params.to) query = query.lt("created_at", writeTime(params.to));
  const alternatives = [searchFilter(params.search ?? "")];
  if (params.after) {
    const { createdAt, id } = readCursor(params.after);
    // Rows without a time come first. The bare `lte` is what an index can begin at.
    if (createdAt !== null) query = query.lte("created_at", createdAt);
    alternatives.push(
      createdAt === null
        ? `created_at.not.is.null,id.lt.${id}`
        : `created_at.lt.${quoteFilterValue(createdAt)},id.lt.${id}`,
    );
  }
  const given = alternatives.filter((alternative) => alternative !== null);
  if (given.length === 1) query = query.or(given.join());
  // As one filter: not every stand-in for PostgREST takes two.
  else if (given.length > 1) query = query.or(`and(${given.map((or) => `or(${or})`).join()})`);
  const rows = await readAnswer(
    query
      .order("created_at", { ascending: false })
      .order("id", { ascending: false })
      .limit(limit + 1),
  );
  const calls = rows.slice(0, limit);
  const last = calls.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    calls,
    next: hasMore ? writeCursor({ createdAt: last.created_at, id: last.id }) : null,
  };
}
