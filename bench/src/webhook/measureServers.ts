import type { Postgres } from "@skale-calls/testkit";
import { createBenchDatabase } from "../createBenchDatabase.ts";
import { checkStored, type StoredCheck } from "./checkStored.ts";
import type { LoadReport } from "./generateLoad.ts";
import { readProcessorSeconds } from "./readProcessorSeconds.ts";
import { runLoad } from "./runLoad.ts";
import { startNodeServer } from "./startNodeServer.ts";

const secret = "whsec_bench";

export interface ServersLoad {
  servers: number;
  calls: number;
  connections: number;
  /** Webhooks per second. Default: as many as the servers answer. */
  rate?: number;
}

export interface ServersReport extends LoadReport {
  webhooksPerSecond: number;
  /** Processor time in microseconds for one webhook. */
  microseconds: { servers: number; postgres: number; generator: number };
  webhooksPerCommit: number;
  stored: StoredCheck;
}

/**
 * Sends the webhooks of calls to server processes on one new database, each call's webhooks to all of them, and
 * checks that everything is stored.
 */
export async function measureServers(
  postgres: Postgres,
  load: ServersLoad,
): Promise<ServersReport> {
  const database = await createBenchDatabase(postgres.url);
  const servers = await Promise.all(
    Array.from({ length: load.servers }, () => startNodeServer(database.url, secret)),
  );
  try {
    const urls = servers.map(({ url }) => url);
    // The first requests compile code, and plan statements.
    await runLoad({ urls, secret, calls: 500, connections: load.connections });
    await database.sql`truncate whatsapp_calls, whatsapp_call_events cascade`;
    const processors = () => ({
      servers: servers.reduce((sum, { pid }) => sum + readProcessorSeconds(pid), 0),
      postgres: readProcessorSeconds(postgres.pid),
    });
    const commits = async () => {
      const [row] = await database.sql`
        select xact_commit::float8 as n from pg_stat_database where datname = current_database()`;
      return row?.n as number;
    };
    const committed = await commits();
    const before = processors();
    const report = await runLoad({ urls, secret, ...load });
    const after = processors();
    const { 200: stored = 0, ...others } = report.statuses;
    if (stored !== load.calls * 4) {
      throw new Error(
        `${stored} of ${load.calls * 4} webhooks were stored: ${JSON.stringify(others)}`,
      );
    }
    const statements = (await commits()) - committed;
    const check = await checkStored(database, load.calls);
    const each = (seconds: number) => (seconds / stored) * 1_000_000;
    return {
      ...report,
      webhooksPerSecond: stored / report.seconds,
      webhooksPerCommit: stored / statements,
      stored: check,
      microseconds: {
        servers: each(after.servers - before.servers),
        postgres: each(after.postgres - before.postgres),
        generator: each(report.processor),
      },
    };
  } finally {
    for (const server of servers) await server.stop();
    await database.drop();
  }
}
