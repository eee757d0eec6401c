import postgres, { type Sql } from "postgres";
import { look, within } from "./within.ts";

/** Reads a database that may be away for a while. */
export interface Reader {
  /** Runs a query once; undefined if the database does not answer. */
  attempt<T>(query: (sql: Sql) => Promise<T>): Promise<T | undefined>;
  /** Repeats a query until the database answers. */
  insist<T>(query: (sql: Sql) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const answerMs = 1_500;
const patienceMs = 15_000;

/** Creates a reader with one connection, which is replaced as soon as a query fails or has no answer. */
export function createReader(url: string): Reader {
  let sql = open();
  function open(): Sql {
    return postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 1, fetch_types: false });
  }
  async function renew(): Promise<void> {
    const former = sql;
    sql = open();
    await former.end({ timeout: 0 });
  }
  async function attempt<T>(query: (sql: Sql) => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await within(
        answerMs,
        query(sql).then((value) => ({ value })),
      );
      if (answer) return answer.value;
    } catch (error) {
      if (!isOfConnection(error)) throw error;
    }
    await renew();
    return undefined;
  }
  return {
    attempt,
    async insist(query) {
      const answer = await look(patienceMs, async () => {
        const value = await attempt(query);
        return value === undefined ? undefined : { value };
      });
      if (!answer) throw new Error("The database did not come back.");
      return answer.value;
    },
    stop: () => sql.end({ timeout: 0 }),
  };
}

/** Whether the connection has failed, and not the statement. */
const isOfConnection = (error: unknown): boolean =>
  /^(CONN|ECONN|EPIPE|57P|08|53|55006)/.test(String((error as { code?: unknown }).code));
