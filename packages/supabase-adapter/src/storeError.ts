import { CallsError, type ErrorCode } from "@skale-calls/core";

/** An error as PostgREST and supabase-js give it. */
export interface DatabaseFailure {
  status: number;
  error: { message: string; code?: string; details?: string | null; hint?: string | null };
}

/**
 * What a failure means for whoever asked, by the SQLSTATE or PostgREST's own code. The first prefix
 * that fits counts. `store_unavailable`: nothing was stored and a retry may help. `store_refused`: the data
 * itself is refused and a retry cannot help.
 */
const meanings: readonly (readonly [prefix: string, code: ErrorCode])[] = [
  ["08", "store_unavailable"], // connection exceptions
  ["53", "store_unavailable"], // insufficient resources, too many connections
  ["57P", "store_unavailable"], // shut down, starting up
  ["57014", "store_unavailable"], // statement timeout
  ["55P03", "store_unavailable"], // lock not available
  ["40", "store_unavailable"], // serialisation failure, deadlock
  ["25006", "store_unavailable"], // read-only while failing over
  ["PGRST00", "store_unavailable"], // PostgREST cannot reach the database
  ["ECONN", "store_unavailable"],
  ["CONNECT", "store_unavailable"],
  ["22", "store_refused"], // data exceptions
  ["23", "store_refused"], // integrity constraints
  ["54", "store_refused"], // program limits
  ["PGRST102", "store_refused"], // the body cannot be read
];

/** A failed rpc as a `CallsError`, with PostgREST's error as its cause. */
export function storeError({ status, error }: DatabaseFailure): CallsError {
  const { code = "" } = error;
  const known = meanings.find(([prefix]) => code.startsWith(prefix));
  const unreachable = status === 0 || status === 408 || status === 429 || status >= 502;
  const meaning = known?.[1] ?? (unreachable ? "store_unavailable" : "internal");
  return new CallsError(meaning, {
    cause: Object.assign(new Error(error.message), { code, status, hint: error.hint ?? null }),
  });
}
