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
export function createPostgresClient(sql: PostgresSql): RpcClient {
  return {
    async rpc(name, args = {}) {
      const [[argument, value] = []] = Object.entries(args);
      // Postgres parses the text, so that a NUL or a lone surrogate is an error of this statement only.
      const parameters = argument === undefined ? [] : [JSON.stringify(value)];
      const list = argument === undefined ? "" : `${argument} => $1::text::jsonb`;
      try {
        const [row] = await sql.unsafe(`select public.${name}(${list}) as data`, parameters, {
          prepare: true,
        });
        return { data: row?.data ?? null, error: null, status: 200 };
      } catch (error) {
        return { data: null, ...readFailure(error as DriverError) };
      }
    },
  };
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
