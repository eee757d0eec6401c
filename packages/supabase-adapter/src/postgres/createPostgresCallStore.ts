import {
  type CallStore,
  CallsError,
  type EventRecord,
  isCallsError,
  type RecordedEvent,
} from "@skale-calls/core";
import { createSupabaseCallStore } from "../createSupabaseCallStore.ts";
import { type BatchLimits, createBatcher } from "./createBatcher.ts";
import {
  createPostgresClient,
  type PostgresClientOptions,
  type PostgresSql,
} from "./createPostgresClient.ts";

export interface PostgresCallStoreOptions extends PostgresClientOptions {
  /** A postgres.js client. Its role owns the database functions, or is the service role. */
  sql: PostgresSql;
  /**
   * The limits of the batches of `recordEvents`. Default: 2 statements with up to 50 webhooks each, and 1,000 webhooks that
   * wait. Use fewer statements than the pool has connections, because the other methods need connections too.
   */
  batch?: Partial<BatchLimits>;
}

const defaultLimits: BatchLimits = { statements: 2, items: 50, waiting: 1_000 };

/**
 * Creates the `CallStore` on Postgres: the same database functions as `createSupabaseCallStore`, without PostgREST. Every
 * method is one prepared statement.
 *
 * `recordEvents` gathers webhooks that arrive at the same time: while all statements are in flight, the next webhooks wait
 * and share the next statement. A webhook is answered after the commit of its statement. Webhooks of one call
 * keep their order. If a statement fails because of one webhook, the store sends each of its webhooks separately.
 *
 * @throws CallsError from its methods: `store_unavailable`, also if too many webhooks wait; `store_refused`; `internal`.
 * @example
 * const store = createPostgresCallStore({ sql: postgres(process.env.DATABASE_URL, postgresOptions) });
 */
export function createPostgresCallStore({
  sql,
  batch,
  ...options
}: PostgresCallStoreOptions): CallStore {
  const store = createSupabaseCallStore({ client: createPostgresClient(sql, options) });
  return {
    ...store,
    recordEvents: createBatcher<readonly EventRecord[], RecordedEvent[]>({
      async send(webhooks) {
        const recorded = await store.recordEvents(webhooks.flat());
        let start = 0;
        return webhooks.map(({ length }) => {
          const own = recorded.slice(start, start + length);
          start += length;
          return own;
        });
      },
      keysOf: (records) => new Set(records.flatMap(({ event }) => event.callId ?? [])),
      mayBeOneItem,
      fullError: () =>
        new CallsError("store_unavailable", {
          message:
            "Too many webhooks wait for the database. Nothing was lost; send this webhook again.",
          retryAfter: 1,
        }),
      limits: { ...defaultLimits, ...batch },
    }),
  };
}

/** SQLSTATEs of a statement that was too long, or met another one. Smaller statements can succeed. */
const mendedBySmaller = ["40", "55P03", "57014"];

/** Whether a failure of several webhooks can be the fault of one of them. While the database is down, it is not. */
function mayBeOneItem(error: unknown): boolean {
  if (!isCallsError(error) || error.code !== "store_unavailable") return true;
  const { code = "" } = error.cause as { code?: string };
  return mendedBySmaller.some((prefix) => code.startsWith(prefix));
}
