import { availableParallelism } from "node:os";
import { durable, startPostgres } from "@skale-calls/testkit";
import { median } from "../measureReaders.ts";
import { printTable } from "../printTable.ts";
import { measureServers, type ServersReport } from "./measureServers.ts";

const rounds = 3;
const calls = 1_500;
const connections = 64;
const numbers = [1, 2, 4] as const;

/** Measures 1, 2 and 4 server processes on one database. The webhooks of each call go to all of them. */
export async function benchServers(): Promise<void> {
  const postgres = await startPostgres({ settings: durable });
  try {
    const reports = numbers.map((): ServersReport[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [index, servers] of numbers.entries()) {
        reports[index]?.push(await measureServers(postgres, { servers, calls, connections }));
      }
    }
    print(reports);
  } finally {
    await postgres.stop();
  }
}

function print(reports: readonly ServersReport[][]): void {
  const [single = []] = reports;
  printTable(
    `Servers on one database (fsync on), ${calls * 4} shuffled webhooks of ${calls} calls from ${connections} connections; ${availableParallelism()} cores shared by all processes`,
    numbers.map((servers, index) => {
      const own = reports[index] ?? [];
      const of = (read: (report: ServersReport) => number) => median(own.map(read));
      const all = (read: (report: ServersReport) => number) => Math.min(...own.map(read));
      return {
        servers,
        "webhooks per second": Math.round(of(({ webhooksPerSecond }) => webhooksPerSecond)),
        "times one server": median(
          own.map(
            ({ webhooksPerSecond }, round) =>
              webhooksPerSecond / (single[round]?.webhooksPerSecond ?? Number.NaN),
          ),
        ),
        "p99 ms": of(({ latency }) => latency.p99),
        "server µs": Math.round(of(({ microseconds }) => microseconds.servers)),
        "Postgres µs": Math.round(of(({ microseconds }) => microseconds.postgres)),
        "right calls": `${all(({ stored }) => stored.rightCalls)} of ${calls}`,
        "events in the ledger": `${all(({ stored }) => stored.ledger)} of ${single[0]?.stored.sentEvents}`,
      };
    }),
  );
  const stored = single[0]?.stored;
  if (!stored) return;
  console.log(
    `One webhook adds ${Math.round(stored.ledgerBytes / stored.ledger)} bytes to the ledger and its indexes, one call ${Math.round(stored.callsBytes / calls)} bytes to the calls (with the space of former versions of their rows).`,
  );
}
