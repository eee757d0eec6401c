import { CallsError, type ErrorCode } from "@skale-calls/core";
import { type DatabaseFailure, storeError } from "./storeError.ts";

/**
 * What a refusal means for a signed-in user; all else means what it means for the store. `told`: the database's own sentence
 * says what was not allowed; it names tables and columns, never values.
 */
const meanings: readonly (readonly [prefix: string, code: ErrorCode, told?: "told"])[] = [
  ["PGRST30", "invalid_token"], // no or no valid JWT
  ["42501", "forbidden", "told"], // grants, policies, and the trigger that protects calls
  ["22001", "text_too_long", "told"], // the trigger that protects calls says how long it may be
  ["22004", "invalid_request", "told"], // the trigger that protects calls says what a logged one lacks
  ["22P02", "invalid_request"], // not a uuid
  ["22007", "invalid_request"], // not a date
  ["22008", "invalid_request"],
  ["22023", "invalid_request"], // no time zone, or no window of time
  ["23503", "invalid_request"], // names a row that does not exist
  ["23505", "call_id_taken"],
];

type Answer = { data: unknown; error: null } | DatabaseFailure;

/**
 * The rows of a PostgREST answer.
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
