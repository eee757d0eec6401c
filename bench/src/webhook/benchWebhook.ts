import { availableParallelism } from "node:os";
import { durable, startPostgres } from "@skale-calls/testkit";
import { median } from "../measureReaders.ts";
import { printTable } from "../printTable.ts";
import { type BareUpserts, measureBareUpserts } from "./measureBareUpserts.ts";
import { measureServers, type ServersReport } from "./measureServers.ts";

const rounds = 3;
const calls = 2_000;
const connections = 64;
const clients = 32;
const goals = { ratio: 0.5, p99: 50 };

/** Measures the way of one webhook from the HTTP request to the disk, against bare upserts on the same server. */
export async function benchWebhook(): Promise<void> {
  const postgres = await startPostgres({ settings: durable });
  try {
    const bare: BareUpserts[] = [];
    const full: ServersReport[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await measureBareUpserts(postgres, clients, calls));
      full.push(await measureServers(postgres, { servers: 1, calls, connections }));
    }
    const perSecond = median(full.map(({ webhooksPerSecond }) => webhooksPerSecond));
    const half: ServersReport[] = [];
    for (let round = 0; round < rounds; round++) {
      half.push(
        await measureServers(postgres, { servers: 1, calls, connections, rate: perSecond / 2 }),
      );
    }
    print(bare, full, half);
  } finally {
    await postgres.stop();
  }
}

function print(
  bare: readonly BareUpserts[],
  full: readonly ServersReport[],
  half: readonly ServersReport[],
): void {
  const of = <T>(reports: readonly T[], read: (report: T) => number) => median(reports.map(read));
  const ratio = median(
    full.map(({ webhooksPerSecond }, round) => webhooksPerSecond / (bare[round]?.perSecond ?? 0)),
  );
  const p99 = of(half, ({ latency }) => latency.p99);
  const met = (isMet: boolean) => (isMet ? "met" : "missed");
  printTable(
    `One webhook from HTTP to the disk (fsync on), ${calls * 4} webhooks of ${calls} calls; ${availableParallelism()} cores shared by all processes`,
    [
      {
        "": `${bare[0]?.name}, bare upserts, ${clients} connections`,
        "per second": Math.round(of(bare, ({ perSecond }) => perSecond)),
        "Postgres µs": Math.round(of(bare, ({ postgresMicroseconds }) => postgresMicroseconds)),
        ratio: 1,
        goal: "",
      },
      {
        "": `the Node server, signed webhooks, ${connections} connections`,
        "per second": Math.round(of(full, ({ webhooksPerSecond }) => webhooksPerSecond)),
        "Postgres µs": Math.round(of(full, ({ microseconds }) => microseconds.postgres)),
        ratio,
        goal: `${goals.ratio}: ${met(ratio >= goals.ratio)}`,
      },
    ],
  );
  const row = (name: string, reports: readonly ServersReport[], goal: string) => ({
    "": name,
    "per second": Math.round(of(reports, ({ webhooksPerSecond }) => webhooksPerSecond)),
    "p50 ms": of(reports, ({ latency }) => latency.p50),
    "p99 ms": of(reports, ({ latency }) => latency.p99),
    "longest ms": of(reports, ({ latency }) => latency.most),
    "webhooks a commit": of(reports, ({ webhooksPerCommit }) => webhooksPerCommit),
    "server µs": Math.round(of(reports, ({ microseconds }) => microseconds.servers)),
    "Postgres µs": Math.round(of(reports, ({ microseconds }) => microseconds.postgres)),
    "load generator µs": Math.round(of(reports, ({ microseconds }) => microseconds.generator)),
    "goal of p99": goal,
  });
  printTable("Its latency, and the processor time for one webhook", [
    row("full load", full, ""),
    row("half load", half, `${goals.p99} ms: ${met(p99 < goals.p99)}`),
  ]);
}
