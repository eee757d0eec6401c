import type { EventRecord } from "@skale-calls/core";
import { createSupabaseCallStore } from "@skale-calls/supabase-adapter";
import { createPostgresClient } from "@skale-calls/supabase-adapter/postgres";
import { startPostgres } from "@skale-calls/testkit";
import postgres, { type Sql } from "postgres";
import { ycloudDeliveries } from "../callHistories.ts";
import { createBenchDatabase } from "../createBenchDatabase.ts";
import { median } from "../measureReaders.ts";
import { printTable } from "../printTable.ts";
import { runClients } from "../runClients.ts";
import { createBareTables, storeBare } from "./bareStatement.ts";
import { readRecords } from "./readRecords.ts";

const rounds = 5;
const warmUpRounds = 1;
const batchSize = 20;

interface Contender {
  name: string;
  /** How many events it stores at once. */
  batch: number;
  create(sql: Sql): (records: readonly EventRecord[]) => Promise<unknown>;
}
const bare: Contender = {
  name: "bare statements",
  create:
    (sql) =>
    async ([record]) =>
      storeBare(sql, record as EventRecord),
  batch: 1,
};
const ours: Contender = {
  name: "record_whatsapp_call_events",
  create: (sql) => createSupabaseCallStore({ client: createPostgresClient(sql) }).recordEvents,
  batch: 1,
};
const ourBatch: Contender = { ...ours, name: `ours, batches of ${batchSize}`, batch: batchSize };
const bareBatch: Contender = {
  name: `bare, ${batchSize} in one transaction, pipelined`,
  create: (sql) => (records) =>
    sql.begin((transaction) => records.map((record) => storeBare(transaction, record))),
  batch: batchSize,
};

interface Trial {
  connections: number;
  /** So many that connections seldom meet at one call, as with a real load. */
  calls: number;
  /** The first is the floor. The goals are those of the product. */
  contenders: readonly { contender: Contender; goal?: number }[];
}

const trials: readonly Trial[] = [
  {
    connections: 1,
    calls: 500,
    contenders: [
      { contender: bare },
      { contender: ours, goal: 0.6 },
      { contender: ourBatch, goal: 0.9 },
      { contender: bareBatch },
    ],
  },
  {
    connections: 16,
    calls: 2000,
    contenders: [
      { contender: bare },
      { contender: ours, goal: 0.6 },
      { contender: ourBatch, goal: 0.9 },
    ],
  },
];

/**
 * Measures the events that one database stores in a second: the function of the migrations against the least that stores
 * the same events, by the same driver on the same server.
 */
export async function benchSql(): Promise<void> {
  const server = await startPostgres();
  try {
    for (const trial of trials) {
      const database = await createBenchDatabase(server.url);
      const sql = postgres(database.url, { max: trial.connections, onnotice: () => {} });
      try {
        await createBareTables(sql);
        await seedInbox(sql);
        print(trial, await measure(sql, trial));
      } finally {
        await sql.end();
        await database.drop();
      }
    }
  } finally {
    await server.stop();
  }
}

/** The inbox of the number in the webhooks, so that each call gets its inbox and branch. */
async function seedInbox(sql: Sql): Promise<void> {
  await sql`
    with branch as (insert into public.branches (name) values ('Centro') returning id)
    insert into public.whatsapp_inboxes (branch_id, name, phone_number, provider_phone_id)
    select id, 'Centro', '+525550000200', '100000000000200' from branch`;
}

/** Runs the contenders in turn, each with calls of its own, and returns the events per second of their rounds. */
async function measure(sql: Sql, { connections, calls, contenders }: Trial): Promise<number[][]> {
  const records = await readRecords(ycloudDeliveries(calls));
  const stores = contenders.map(({ contender }) => contender.create(sql));
  const speeds = contenders.map((): number[] => []);
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [index, { contender }] of contenders.entries()) {
      const own = records.map((record) => renamed(record, `${round}.${index}.`));
      const jobs = inBatches(own, contender.batch);
      const { seconds } = await runClients(connections, jobs, async (batch) => {
        await stores[index]?.(batch);
      });
      if (round >= 0) speeds[index]?.push(own.length / seconds);
    }
  }
  return speeds;
}

/** The same event of another call, so that no contender finds the rows of another one or of another round. */
function renamed(record: EventRecord, prefix: string): EventRecord {
  const { event } = record;
  return {
    ...record,
    event: { ...event, id: prefix + event.id, callId: `${prefix}${event.callId}` },
  };
}

const inBatches = (records: readonly EventRecord[], size: number): EventRecord[][] =>
  Array.from({ length: Math.ceil(records.length / size) }, (_batch, index) =>
    records.slice(index * size, (index + 1) * size),
  );

function print({ connections, calls, contenders }: Trial, speeds: readonly number[][]): void {
  const [floor = []] = speeds;
  const on = connections === 1 ? "1 connection" : `${connections} connections`;
  printTable(
    `Storing ${(4 * calls).toLocaleString("en")} events of ${calls.toLocaleString("en")} calls, shuffled, on ${on}, fsync on; medians of ${rounds} rounds`,
    contenders.map(({ contender, goal }, index) => {
      const own = speeds[index] ?? [];
      const ratio = median(own.map((speed, round) => speed / (floor[round] ?? Number.NaN)));
      return {
        "": contender.name,
        "events/s": Math.round(median(own)),
        "times bare": ratio,
        goal: goal === undefined ? "" : `${goal.toFixed(2)}: ${ratio >= goal ? "met" : "missed"}`,
      };
    }),
  );
}
