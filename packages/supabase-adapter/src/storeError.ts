import { CallsError, type ErrorCode } from "@skale-calls/core";

/** An error in the form of PostgREST and supabase-js. */
export interface DatabaseFailure {
  status: number;
  error: { message: string; code?: string; details?: string | null; hint?: string | null };
}

/**
 * The error codes by the beginning of a SQLSTATE or of PostgREST's own code. The first match applies. `store_unavailable`:
 * nothing was stored, and a retry may help. `store_refused`: the database refuses the data, and a retry cannot help.
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

/** Converts a failed rpc to a `CallsError`, with PostgREST's error as its cause. */
export function storeError({ status, error }: DatabaseFailure): CallsError {
  const { code = "" } = error;
  const known = meanings.find(([prefix]) => code.startsWith(prefix));
  const unreachable = status === 0 || status === 408 || status === 429 || status >= 502;
  const meaning = known?.[1] ?? (unreachable ? "store_unavailable" : "internal");
  return new CallsError(meaning, {
    cause: Object.assign(new Error(error.message), { code, status, hint: error.hint ?? null }),
  });
}
