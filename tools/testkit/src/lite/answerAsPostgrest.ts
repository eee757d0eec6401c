import type { LiteConnection } from "./connectLite.ts";

interface RestError {
  status: number;
  code: string;
  message: string;
  details: string | null;
  hint: string | null;
}

interface DriverError {
  code?: unknown;
  message?: unknown;
  detail?: unknown;
  hint?: unknown;
}

/** The SQLSTATEs that @supabase/lite answers as PostgREST does. It answers all other errors with a 500 and the code `SUP`. */
const answeredByLite = /^(21|22|42|23502|23503|23505|25006|PGRST$|PT)/;

/**
 * PostgREST's HTTP status for each SQLSTATE or class of SQLSTATEs that lite does not answer. The longest match wins.
 * https://docs.postgrest.org/en/v14/references/errors.html
 */
const statusOfSqlState: Readonly<Record<string, number>> = {
  "08": 503,
  "09": 500,
  "0L": 403,
  "0P": 403,
  "25": 500,
  "28": 403,
  "2D": 500,
  "38": 500,
  "39": 500,
  "3B": 500,
  "40": 500,
  "53": 503,
  "53400": 500,
  "54": 500,
  "55": 500,
  "57": 500,
  "57P01": 503,
  "58": 500,
  F0: 500,
  HV: 500,
  P0: 500,
  P0001: 400,
  XX: 500,
};

const otherStatus = 400;

const couldNotConnect = /^(CONNECT_TIMEOUT|ECONNREFUSED)$/;
const connectionLost = /^(CONNECTION_|ECONN|EPIPE$|ETIMEDOUT$)/;
const sqlState = /^[0-9A-Z]{5}$/;

const textOrNull = (value: unknown) => (typeof value === "string" ? value : null);

function connectionError(code: string, cause: DriverError): RestError {
  return {
    status: 503,
    code,
    message: "Database connection error. Retrying the connection.",
    details: textOrNull(cause.message),
    hint: null,
  };
}

/** Returns PostgREST's response to an error of the database driver; undefined when lite's response is right. */
function findRestError(error: DriverError): RestError | undefined {
  const { code } = error;
  if (typeof code !== "string") {
    return undefined;
  }
  if (couldNotConnect.test(code)) {
    return connectionError("PGRST000", error);
  }
  if (connectionLost.test(code)) {
    return connectionError("PGRST001", error);
  }
  if (!sqlState.test(code) || answeredByLite.test(code)) {
    return undefined;
  }
  return {
    status: statusOfSqlState[code] ?? statusOfSqlState[code.slice(0, 2)] ?? otherStatus,
    code,
    message: String(error.message),
    details: textOrNull(error.detail),
    hint: textOrNull(error.hint),
  };
}

/** Makes lite answer database errors as PostgREST does. Uses `PGRST`, the only SQLSTATE that sets lite's whole response. */
export function answerAsPostgrest(connection: LiteConnection): void {
  connection.normalizeDbError = (error) => {
    const answer = findRestError(error as DriverError);
    if (answer === undefined) {
      return error;
    }
    const { status, ...body } = answer;
    return {
      code: "PGRST",
      message: JSON.stringify(body),
      detail: JSON.stringify({ status, headers: {} }),
    };
  };
}
