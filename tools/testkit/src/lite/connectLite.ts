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

/** Reports the loss of a connection, and then touches it no more, neither by a rollback nor by giving it back. */
function leaveAfterLoss(reserved: ReservedSql, onLoss: () => void): ReservedSql {
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
          onLoss();
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

/**
 * Connects to Postgres, and goes on when Postgres ends connections. postgres.js 3.4 does not by itself: a lost connection
 * that is used or released once more ends the whole process, and its pool may hang, or fail the next request with the error
 * of the one before. So a pool that lost a connection is left, and a new one takes its place.
 */
export function connectPostgres(url: string, poolSize: number): PostgresConnection {
  const open = () =>
    createPostgresConnection({
      url,
      postgresOptions: {
        max: poolSize,
        // Closes what is left in an abandoned pool.
        idle_timeout: 10,
        onnotice: () => {},
        types: { json: jsonAsWritten(114), jsonb: jsonAsWritten(3802) },
      },
    });
  const connection = open();
  const pools: Sql[] = [connection.driver];
  let reserve = connection.driver.reserve.bind(connection.driver);

  connection.driver.reserve = async () => {
    const reserveHere = reserve;
    const replacePool = () => {
      if (reserve === reserveHere) {
        const { driver } = open();
        pools.push(driver);
        reserve = driver.reserve.bind(driver);
      }
    };
    try {
      return leaveAfterLoss(await reserveHere(), replacePool);
    } catch (error) {
      replacePool();
      throw error;
    }
  };
  // Without a limit it would wait for ever for the lost ones.
  connection.close = async () => {
    await Promise.all(pools.map((pool) => pool.end({ timeout: 0 })));
  };
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
  if ("exec" in connection.driver) {
    await connection.driver.exec(script);
    return;
  }
  const reserved = await connection.driver.reserve();
  try {
    await reserved.unsafe(script);
  } finally {
    reserved.release();
  }
}

export async function isSuperuser(connection: LiteConnection): Promise<boolean> {
  const { rows } = await connection.exec<{ rows: { rolsuper: boolean }[] }>(
    "select rolsuper from pg_roles where rolname = current_user",
  );
  return rows[0]?.rolsuper === true;
}
