import { listedColumns } from "../callColumns.ts";
import type { TypedClient } from "../callsClient.ts";
import type { ListedCall } from "../database.ts";
import { readAnswer } from "../readAnswer.ts";
import { type CallFilters, type ListFilters, readFilters } from "./callFilters.ts";
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
  client: Pick<TypedClient, "rpc">,
  { limit: asked = defaultLimit, after, ...filters }: FetchCallsPageParams,
): Promise<CallsPage> {
  const limit = Math.min(Math.max(Math.trunc(asked), 1), largestLimit);
  const { query } = readFilters(filters);
  const rows = await readAnswer(
    client
      .rpc("whatsapp_calls_page", {
        p_filters: { ...query, ...(after ? behind(readCursor(after)) : {}) },
        p_limit: limit + 1,
      })
      .select<typeof listedColumns, ListedCall>(listedColumns)
      .order("created_at", { ascending: false })
      .order("id", { ascending: false }),
  );
  const calls = rows.slice(0, limit);
  const last = calls.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    calls,
    next: hasMore ? writeCursor({ createdAt: last.created_at, id: last.id }) : null,
  };
}

function behind({ createdAt, id }: PageCursor): ListFilters {
  return { ...(createdAt === null ? {} : { after_at: createdAt }), after_id: id };
}
