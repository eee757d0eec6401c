import type { RpcClient } from "../createSupabaseCallStore.ts";
import type { DatabaseFailure } from "../storeError.ts";

/** The part of a postgres.js client that the store needs. */
export interface PostgresSql {
  unsafe(
    query: string,
    parameters: string[],
    options: { prepare: boolean },
  ): PromiseLike<readonly { data?: unknown }[]>;
}

export interface PostgresClientOptions {
  /**
   * A statement that has no answer after this time fails as `store_unavailable`, so that no request waits for ever after an
   * outage. Default: 10,000.
   */
  timeoutMs?: number;
}

/**
 * Creates an `rpc` that calls the database functions over postgres.js, without PostgREST. Each call is one prepared
 * statement, which Postgres commits before it responds.
 *
 * It calls functions with one JSON argument, which are those of the server: give it to `createSupabaseMediaQueue` and
 * `saveRateCards`.
 *
 * @param sql a client whose role owns the functions, or is the service role.
 * @example
 * const queue = createSupabaseMediaQueue({ client: createPostgresClient(postgres(process.env.DATABASE_URL)) });
 */
export function createPostgresClient(
  sql: PostgresSql,
  { timeoutMs = 10_000 }: PostgresClientOptions = {},
): RpcClient {
  return {
    async rpc(name, args = {}) {
      const [[argument, value] = []] = Object.entries(args);
      // Postgres parses the text, so that a NUL or a lone surrogate is an error of this statement only.
      const parameters = argument === undefined ? [] : [JSON.stringify(value)];
      const list = argument === undefined ? "" : `${argument} => $1::text::jsonb`;
      try {
        const statement = sql.unsafe(`select public.${name}(${list}) as data`, parameters, {
          prepare: true,
        });
        const [row] = await beforeDeadline(statement, timeoutMs);
        // The statement has one row. postgres.js 3.4 may end one that it has not sent, without rows.
        if (row === undefined) throw lost("CONNECTION_CLOSED", "The connection was lost.");
        return { data: row.data ?? null, error: null, status: 200 };
      } catch (error) {
        const failure = readFailure(error as DriverError);
        // postgres.js 3.4 never answers a statement that starts between the error and the end of a connection.
        if (failure.status === 0) await pause(closingMs);
        return { data: null, ...failure };
      }
    },
  };
}

const closingMs = 10;

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const lost = (code: string, message: string) => Object.assign(new Error(message), { code });

/** Gives up a statement that has no answer in time. Postgres may still carry it out, like after a lost connection. */
async function beforeDeadline<T>(statement: PromiseLike<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(lost("CONNECT_TIMEOUT", `No answer within ${timeoutMs} ms.`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([statement, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** An error of postgres.js. Only errors that Postgres sent have a `severity`. */
type DriverError = Error & { code?: string; hint?: string; severity?: string };

/**
 * Reads an error without its `detail`, `query` and `parameters`, which contain data. The status 0 means that Postgres did
 * not respond.
 */
function readFailure({ message, code, hint, severity }: DriverError): DatabaseFailure {
  return {
    status: severity === undefined ? 0 : 500,
    error: { message, ...(code && { code }), ...(hint && { hint }) },
  };
}
