import { createPgliteConnection, type PgliteConnection } from "@supabase/lite/pglite";
import { createPostgresConnection, type PostgresConnection } from "@supabase/lite/postgres";
import postgres, { type ReservedSql, type Sql } from "postgres";

export type LiteConnection = PgliteConnection | PostgresConnection;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * @supabase/lite writes objects as text and hands strings over as they are; the driver would write all of it as JSON again,
 * so that every object arrived as a JSON string, which PostgREST never does. Text that is JSON goes through as it is. (A
 * string that happens to be JSON, such as "5", becomes the number: PGlite's driver does the same.)
 */
const jsonAsWritten = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) =>
    typeof value === "string" && isJson(value) ? value : JSON.stringify(value),
  parse: (text: string): unknown => JSON.parse(text),
});

/** True of what ends a connection: the server's FATAL errors, and everything that is not the server's. */
const endsConnection = (error: unknown) =>
  !(error instanceof postgres.PostgresError && error.severity === "ERROR");

/**
 * postgres.js 3.4 ends the whole process when a reserved connection is used (a rollback) or released after it was lost. It
 * has put the connection back among the closed ones by then, so neither is needed.
 */
function leaveAfterLoss(reserved: ReservedSql): ReservedSql {
  let loss: { error: unknown } | undefined;
  const unsafe = reserved.unsafe.bind(reserved);
  const release = reserved.release.bind(reserved);
  return Object.assign(reserved, {
    unsafe: async (...query: Parameters<typeof unsafe>) => {
      if (loss !== undefined) {
        throw loss.error;
      }
      try {
        return await unsafe(...query);
      } catch (error) {
        if (endsConnection(error)) {
          loss = { error };
        }
        throw error;
      }
    },
    release: () => {
      if (loss === undefined) {
        release();
      }
    },
  });
}

const isTermination = (error: unknown) =>
  error instanceof postgres.PostgresError && error.code === "57P01";

/** It also tells whoever comes next of the termination that ended the connection before: asking again gets a new one. */
function guardReserved(driver: Sql): void {
  const reserve = driver.reserve.bind(driver);
  driver.reserve = async () =>
    leaveAfterLoss(
      await reserve().catch((error) => (isTermination(error) ? reserve() : Promise.reject(error))),
    );
}

export function connectPostgres(url: string, poolSize: number): PostgresConnection {
  const connection = createPostgresConnection({
    url,
    postgresOptions: {
      max: poolSize,
      onnotice: () => {},
      types: { json: jsonAsWritten(114), jsonb: jsonAsWritten(3802) },
    },
  });
  guardReserved(connection.driver);
  return connection;
}

export function connectPglite(dataDir: string | undefined): Promise<PgliteConnection> {
  return createPgliteConnection(dataDir === undefined ? {} : { url: dataDir });
}

/**
 * Left to itself it looks for row level security once, at its first request; if it finds none it runs every request as the
 * superuser, else it grants everything on all tables to the API's roles, over what the migrations revoked. The roles and
 * the default grants are there already, as hosted, so it is told that it has looked.
 */
export function alwaysSwitchRoles(connection: LiteConnection): void {
  if (!("rlsState" in connection)) {
    throw new Error("This @supabase/lite keeps the state of its roles elsewhere: see connectLite.");
  }
  Object.assign(connection, { rlsState: "active" });
}

/** Many statements at once, as the connection's own user. */
export async function runScript(connection: LiteConnection, script: string): Promise<void> {
  if ("unsafe" in connection.driver) {
    await connection.driver.unsafe(script);
  } else {
    await connection.driver.exec(script);
  }
}

export async function isSuperuser(connection: LiteConnection): Promise<boolean> {
  const { rows } = await connection.exec<{ rows: { rolsuper: boolean }[] }>(
    "select rolsuper from pg_roles where rolname = current_user",
  );
  return rows[0]?.rolsuper === true;
}

/** Its own `close()` waits for ever on connections that Postgres has left. */
export async function disconnect(connection: LiteConnection): Promise<void> {
  if ("unsafe" in connection.driver) {
    await connection.driver.end({ timeout: 0 });
  } else {
    await connection.close();
  }
}
