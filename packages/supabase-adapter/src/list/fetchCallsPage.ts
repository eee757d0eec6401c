import { listedColumns } from "../callColumns.ts";
import type { TypedClient } from "../callsClient.ts";
import type { ListedCall } from "../database.ts";
import { quoteFilterValue } from "../quoteFilterValue.ts";
import { readAnswer } from "../readAnswer.ts";
import { type CallFilters, type Condition, readFilters } from "./callFilters.ts";
import { type PageCursor, readCursor, writeCursor } from "./pageCursor.ts";

export interface FetchCallsPageParams extends CallFilters {
  /** 1 to 500. Default 50. */
  limit?: number;
  /** `next` of the previous page. */
  after?: string | null;
}

export interface CallsPage {
  calls: ListedCall[];
  /** The value for `after`; null on the last page. */
  next: string | null;
}

const defaultLimit = 50;
/** The maximum page size. It is less than PostgREST's own row limit, which would truncate a page without an error. */
const largestLimit = 500;

export async function fetchCallsPage(
  client: Pick<TypedClient, "from" | "rpc">,
  { limit: asked = defaultLimit, after, ...filters }: FetchCallsPageParams,
): Promise<CallsPage> {
  const limit = Math.min(Math.max(Math.trunc(asked), 1), largestLimit);
  const { query: filtered, said } = readFilters(filters);
  const conditions = [...filtered, ...(after ? behind(readCursor(after)) : [])];
  const calls_ =
    said === undefined
      ? client.from("whatsapp_calls")
      : client.rpc("whatsapp_calls_said", { p_text: said });
  let query = calls_.select<typeof listedColumns, ListedCall>(listedColumns);
  for (const condition of conditions) {
    if (!("or" in condition)) query = query.filter(...condition);
  }
  const alternatives = conditions.flatMap((condition) => ("or" in condition ? condition.or : []));
  if (alternatives.length === 1) query = query.or(alternatives.join());
  // All alternatives are in one filter, because some substitutes for PostgREST accept only one `or`.
  else if (alternatives.length > 1) {
    query = query.or(`and(${alternatives.map((or) => `or(${or})`).join()})`);
  }
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

/**
 * Writes the conditions for the rows after a given row. Rows without a time come first. The separate `lte` lets an index scan
 * start at the right position.
 */
function behind({ createdAt, id }: PageCursor): Condition[] {
  if (createdAt === null) return [{ or: `created_at.not.is.null,id.lt.${id}` }];
  return [
    ["created_at", "lte", createdAt],
    { or: `created_at.lt.${quoteFilterValue(createdAt)},id.lt.${id}` },
  ];
}
