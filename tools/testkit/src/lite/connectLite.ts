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
 * @supabase/lite passes objects as JSON text and strings unchanged. The driver would encode both as JSON again, and every
 * object would arrive as a JSON string, which PostgREST does not do. Therefore this type passes on valid JSON unchanged. (So a
 * string such as "5" becomes a number, as with PGlite's driver.)
 */
const jsonAsWritten = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) =>
    typeof value === "string" && isJson(value) ? value : JSON.stringify(value),
  parse: (text: string): unknown => JSON.parse(text),
});

/** Whether an error ends the connection: the server's FATAL errors, and all errors that do not come from the server. */
const endsConnection = (error: unknown) =>
  !(error instanceof postgres.PostgresError && error.severity === "ERROR");

/** Reports the loss of a connection. After that, no rollback or release reaches the lost connection. */
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
 * Connects to Postgres, and continues to work when Postgres ends connections. In postgres.js 3.4, using or releasing a lost
 * connection ends the whole process, and the pool may hang, or fail the next request with the previous error. So a new pool
 * replaces a pool that has lost a connection.
 */
export function connectPostgres(url: string, poolSize: number): PostgresConnection {
  const open = () =>
    createPostgresConnection({
      url,
      postgresOptions: {
        max: poolSize,
        // Closes the remaining connections of an abandoned pool.
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
  // Without a timeout, the end of a pool would wait for ever for the lost connections.
  connection.close = async () => {
    await Promise.all(pools.map((pool) => pool.end({ timeout: 0 })));
  };
  return connection;
}

export function connectPglite(dataDir: string | undefined): Promise<PgliteConnection> {
  return createPgliteConnection(dataDir === undefined ? {} : { url: dataDir });
}

/**
 * Marks lite's check for row level security as done. At the first request, lite checks whether any table has row level
 * security. If no table has it, lite runs every request as the superuser. If a table has it, lite grants all privileges on
 * all tables to the API's roles, even privileges that migrations have revoked. Neither is needed, because the roles and
 * default grants of a hosted project exist already.
 */
export function alwaysSwitchRoles(connection: LiteConnection): void {
  if (!("rlsState" in connection)) {
    throw new Error(
      "This @supabase/lite stores the state of its roles elsewhere: see connectLite.",
    );
  }
  Object.assign(connection, { rlsState: "active" });
}

/** Runs a script of several statements as the connection's own user. */
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
