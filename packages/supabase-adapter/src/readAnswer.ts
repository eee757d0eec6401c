import { CallsError, type ErrorCode } from "@skale-calls/core";
import { type DatabaseFailure, storeError } from "./storeError.ts";

/**
 * The error codes for a signed-in user, by SQLSTATE. For any other SQLSTATE the code is the same as in the store. `told`: the
 * error has the database's own message, which says what was not allowed. It names tables and columns, but no values.
 */
const meanings: readonly (readonly [prefix: string, code: ErrorCode, told?: "told"])[] = [
  ["PGRST30", "invalid_token"], // no JWT, or an invalid one
  ["42501", "forbidden", "told"], // grants, policies, and the trigger that protects calls
  ["22001", "text_too_long", "told"], // the trigger that protects calls names the allowed length
  ["22004", "invalid_request", "told"], // the trigger that protects calls names what a logged call lacks
  ["22P02", "invalid_request"], // invalid uuid
  ["22007", "invalid_request"], // invalid date
  ["22008", "invalid_request"],
  ["22023", "invalid_request"], // unknown time zone, or invalid window
  ["23503", "invalid_request"], // a reference to a row that does not exist
  ["23505", "call_id_taken"],
];

type Answer = { data: unknown; error: null } | DatabaseFailure;

/**
 * Returns the data of a PostgREST response.
 *
 * @throws CallsError with PostgREST's error as its cause.
 */
export async function readAnswer<A extends Answer>(
  query: PromiseLike<A>,
): Promise<Extract<A, { error: null }>["data"]> {
  const answer: Answer = await query;
  if (answer.error === null) return answer.data;
  throw dataError(answer);
}

function dataError(failure: DatabaseFailure): CallsError {
  const { code: sqlState = "", message } = failure.error;
  const meaning = meanings.find(([prefix]) => sqlState.startsWith(prefix));
  if (meaning === undefined) {
    return failure.status === 401
      ? new CallsError("invalid_token", { cause: storeError(failure).cause })
      : storeError(failure);
  }
  const [, code, told] = meaning;
  return new CallsError(code, {
    cause: storeError(failure).cause,
    ...(told === undefined ? {} : { message }),
  });
}
