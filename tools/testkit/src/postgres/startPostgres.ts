import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { chown, mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { findFreePort } from "../net/findFreePort.ts";
import { onProcessExit } from "../onProcessExit.ts";
import { findPostgres, type InstalledPostgres } from "./findPostgres.ts";

/** Hosted Supabase's superuser. There, `postgres` is an ordinary role, so migrations must not need a superuser. */
export const superuser = "supabase_admin";

const initdbFlags = [
  `--username=${superuser}`,
  "--auth=trust",
  "--no-sync",
  "--encoding=UTF8",
  "--locale=C",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--lc-messages=C",
];

const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "64MB",
  // The same level as in a hosted project. Realtime's publication needs it.
  wal_level: "logical",
};

/** The settings of a server that is killed, for tests and measurements of durability. */
export const durable: Readonly<Record<string, string>> = {
  fsync: "on",
  full_page_writes: "on",
  // A recovery then asks for one sync of the file system instead of one for each of the thousands of files.
  ...(process.platform === "linux" && { recovery_init_sync_method: "syncfs" }),
};

const attempts = 5;

/**
 * How the server ends: `fast` aborts open transactions, `immediate` ends without a checkpoint, and `killed` is kill -9 of
 * all its processes. After the last two the server recovers from its log when it starts.
 */
export type Shutdown = "fast" | "immediate" | "killed";

export interface PostgresOptions {
  /** The cluster's folder. An existing cluster is started unchanged. Default: a temporary folder. */
  dataDir?: string;
  /** Whether the folder stays after `stop()`. Default: true if `dataDir` is given. */
  persistent?: boolean;
  /** The PostgreSQL to run. Default: the result of {@link findPostgres}. */
  installed?: InstalledPostgres;
  /** Server settings that replace the defaults, such as {@link durable}. */
  settings?: Readonly<Record<string, string>>;
}

export interface Postgres {
  /** The process id of the server, whose children are its connections. */
  pid: number;
  /** The URL of the database `postgres`, for the superuser. */
  url: string;
  /** The URL of a database, for the superuser or another role. */
  connectionString(database: string, role?: string): string;
  /**
   * Ends the server in this way, and starts it again on the same port.
   *
   * @param pause waits between the end and the start. Default: none.
   */
  restart(shutdown: Shutdown, pause?: () => Promise<void>): Promise<void>;
  /** Ends all connections and the server, and removes the folder unless it is persistent. */
  stop(): Promise<void>;
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Waits synchronously until `done` returns true, for at most two seconds. */
function waitUntil(done: () => boolean): void {
  for (let waited = 0; waited < 2000 && !done(); waited += 20) {
    Atomics.wait(pause, 0, 0, 20);
  }
}

function removeFolder(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Shuts down immediately and removes the folder, unless it is persistent. Runs when this process itself ends. */
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

/** Creates a cluster in an empty folder. */
async function initialise(dataDir: string, { initdb, user }: InstalledPostgres): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  if (user.uid !== undefined && user.gid !== undefined) await chown(dataDir, user.uid, user.gid);
  await promisify(execFile)(initdb, [`--pgdata=${dataDir}`, ...initdbFlags], {
    ...user,
    cwd: dataDir,
  });
}

/** Starts the server. Resolves when it accepts connections, and rejects with its output when it ends before that. */
async function serve(
  dataDir: string,
  port: number,
  { postgres, user }: InstalledPostgres,
  changes: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const flags = Object.entries({ ...settings, ...changes }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const child = spawn(postgres, ["-D", dataDir, "-p", String(port), ...flags], {
    ...user,
    cwd: dataDir,
    // The code below reads the server's messages, so they must be in English.
    env: { ...process.env, LC_MESSAGES: "C" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      // The pipe is read after the start too, because a full pipe would stop the server.
      if (!output.includes("ready to accept connections")) output += chunk.toString();
      if (output.includes("ready to accept connections")) resolve();
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error(output)));
  });
  return child;
}

/** Ends the server, and waits until its port and its shared memory are free. */
async function shutDown(child: ChildProcess, shutdown: Shutdown): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  if (shutdown === "killed") {
    const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
    const children = stdout
      .split("\n")
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([, parent]) => parent === child.pid)
      .map(([pid = 0]) => pid);
    // The parent first, so that it does not restart its children.
    for (const pid of [child.pid, ...children]) killIfAlive(pid);
  } else {
    child.kill(shutdown === "fast" ? "SIGINT" : "SIGQUIT");
  }
  await ended;
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/**
 * Starts a real PostgreSQL for tests on a free port of 127.0.0.1, without a password. What it commits is on the disk, as on any
 * server.
 *
 * @example
 * const postgres = await startPostgres();
 * const sql = connect(postgres.connectionString("postgres"));
 * await postgres.stop();
 *
 * @throws Error with the server's output when the server does not start.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const installed = options.installed ?? (await findPostgres());
  const dataDir = options.dataDir ?? (await mkdtemp(join(installed.temporary, "skale-postgres-")));
  const persistent = options.persistent ?? options.dataDir !== undefined;
  const forget = onProcessExit(() => abandon(dataDir, persistent));

  const start = async (attempt: number): Promise<Postgres> => {
    const port = await findFreePort();
    let child: ChildProcess;
    try {
      if (!existsSync(join(dataDir, "PG_VERSION"))) await initialise(dataDir, installed);
      child = await serve(dataDir, port, installed, options.settings ?? {});
    } catch (cause) {
      const output = cause instanceof Error ? cause.message : String(cause);
      if (output.includes("could not bind") && attempt < attempts) {
        return start(attempt + 1);
      }
      if (!persistent) {
        removeFolder(dataDir);
      }
      forget();
      throw new Error(`PostgreSQL did not start:\n${output}`, { cause });
    }
    const connectionString = (database: string, role = superuser) =>
      `postgres://${role}@127.0.0.1:${port}/${database}`;
    return {
      get pid() {
        return child.pid ?? 0;
      },
      url: connectionString("postgres"),
      connectionString,
      async restart(shutdown, pause) {
        await shutDown(child, shutdown);
        await pause?.();
        child = await serve(dataDir, port, installed, options.settings ?? {});
      },
      async stop() {
        await shutDown(child, "fast");
        if (!persistent) {
          removeFolder(dataDir);
        }
        forget();
      },
    };
  };
  return start(1);
}
