import { setTimeout as pause } from "node:timers/promises";
import type { Postgres, PostgresProxy, TestDatabase } from "@skale-calls/testkit";
import { createReader } from "./createReader.ts";
import type { TimedFault } from "./planSeed.ts";

export interface Machinery {
  cluster: Postgres;
  database: Pick<TestDatabase, "name" | "adminUrl">;
  proxy: PostgresProxy;
  /** Kills a server, and starts another one in its place after the pause. */
  replaceServer(index: number, pause: () => Promise<void>): Promise<void>;
  setClock(server: number, seconds: number): void;
}

const lockedTables = "whatsapp_calls, whatsapp_call_events, whatsapp_call_sessions";

/** Lets a fault happen, and ends it. */
export async function sufferFault(machinery: Machinery, fault: TimedFault): Promise<void> {
  const { cluster, proxy, setClock } = machinery;
  const last = () => pause(fault.forMs);
  switch (fault.kind) {
    case "server_killed":
      await Promise.all(fault.servers.map((index) => machinery.replaceServer(index, last)));
      break;
    case "database_restarted":
      await cluster.restart(fault.shutdown, last);
      break;
    case "connections_refused":
      await proxy.cut();
      await last();
      await proxy.mend();
      break;
    case "connections_severed":
      proxy.sever();
      break;
    case "answers_withheld":
      proxy.mute();
      await last();
      proxy.sever();
      break;
    case "tables_locked":
      await lockTables(machinery, fault.forMs);
      break;
    case "no_connections_left":
      await refuseConnections(machinery, last);
      break;
    case "clock_off":
      setClock(fault.server, fault.seconds);
      await last();
      setClock(fault.server, 0);
      break;
  }
}

/** As if others had taken every connection: there are none left, and the servers' own have been closed. */
async function refuseConnections(
  { database: { name, adminUrl } }: Machinery,
  last: () => Promise<void>,
): Promise<void> {
  // A superuser's connections are not limited.
  const reader = createReader(adminUrl);
  try {
    await reader.insist((sql) => sql.unsafe(`alter database "${name}" connection limit 0`));
    await reader.attempt(
      (sql) => sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = ${name} and usename <> current_user`,
    );
    await last();
  } finally {
    await reader.insist((sql) => sql.unsafe(`alter database "${name}" connection limit -1`));
    await reader.stop();
  }
}

/** One statement, because a transaction whose connection dies ends the whole process (postgres.js 3.4). */
async function lockTables({ database }: Machinery, forMs: number): Promise<void> {
  const reader = createReader(database.adminUrl);
  const seconds = forMs / 1000;
  await reader.attempt((sql) =>
    sql
      .unsafe(
        `begin; lock table ${lockedTables} in access exclusive mode; select pg_sleep(${seconds}); commit`,
      )
      .simple(),
  );
  await reader.stop();
}
