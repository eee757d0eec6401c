/** The seconds before a lost connection is opened again: short, because callers wait, and different for each connection. */
const backoff = () => 0.1 + Math.random() * 0.2;

/**
 * The options of the postgres.js client with which a server survives an outage of its database. With the defaults of
 * postgres.js, a server that has lost its connections waits up to 20 seconds before it connects again, and a database that
 * is starting up can end the server's process, because nobody awaits the query for the types.
 *
 * @example
 * const sql = postgres(process.env.DATABASE_URL, { ...postgresOptions, max: 10 });
 */
export const postgresOptions = {
  backoff,
  /** In seconds. */
  connect_timeout: 5,
  fetch_types: false,
} as const;
