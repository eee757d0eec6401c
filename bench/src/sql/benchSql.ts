import type { EventRecord } from "@skale-calls/core";
import { createDatabase, startPostgres } from "@skale-calls/testkit";
import postgres, { type Sql } from "postgres";
import { ycloudDeliveries } from "../callHistories.ts";
import { median } from "../measureReaders.ts";
import { ensureBenchTemplate } from "../migratedTemplate.ts";
import { printTable } from "../printTable.ts";
import { runClients } from "../runClients.ts";
import { createBareTables, storeBare } from "./bareStatement.ts";
import { readRecords } from "./readRecords.ts";
import { storeRecords } from "./storeRecords.ts";

const rounds = 7;
const warmUpRounds = 2;
const batchSize = 20;

interface Contender {
  name: string;
  store(sql: Sql, records: readonly EventRecord[]): Promise<unknown>;
  batch: number;
}
const bare: Contender = {
  name: "bare statements",
  store: (sql, [record]) => storeBare(sql, record as EventRecord),
  batch: 1,
};
const ours: Contender = {
  name: "record_whatsapp_call_events",
  store: storeRecords,
  batch: 1,
};
const ourBatch: Contender = { ...ours, name: `ours, batches of ${batchSize}`, batch: batchSize };
const bareBatch: Contender = {
  name: `bare, ${batchSize} in one transaction, pipelined`,
  store: (sql, records) =>
    sql.begin((transaction) => records.map((record) => storeBare(transaction, record))),
  batch: batchSize,
};

/** Each trial compares contenders with its first one, on as many connections. The goals are those of the product. */
const trials: readonly {
  connections: number;
  contenders: readonly { contender: Contender; goal?: number }[];
}[] = [
  {
    connections: 1,
    contenders: [
      { contender: bare },
      { contender: ours, goal: 0.6 },
      { contender: ourBatch, goal: 0.9 },
      { contender: bareBatch },
    ],
  },
  { connections: 16, contenders: [{ contender: bare }, { contender: ours, goal: 0.6 }, { contender: ourBatch, goal: 0.9 }] },
];

/**
 * Measures the events that one database stores in a second: the function of the migrations against the least that stores
 * the same events, by the same driver on the same server.
 */
export async function benchSql(): Promise<void> {
  const server = await startPostgres();
  try {
    await ensureBenchTemplate(server.url);
    for (const { connections, contenders } of trials) {
      const database = await createDatabase({ cluster: server.url, template: "bench" });
      const sql = postgres(database.url, { max: connections, onnotice: () => {} });
      try {
        await createBareTables(sql);
        await seedInbox(sql);
        const speeds = await measure(sql, connections, contenders.map(({ contender }) => contender));
        print(connections, contenders, speeds);
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
async function measure(
  sql: Sql,
  connections: number,
  contenders: readonly Contender[],
): Promise<number[][]> {
  const speeds = contenders.map((): number[] => []);
  for (let round = -warmUpRounds; round < rounds; round++) {
    const records = await readRecords(ycloudDeliveries(`${round}.`));
    for (const [index, { store, batch }] of contenders.entries()) {
      const own = records.map((record) => renamed(record, index));
      const { seconds } = await runClients(connections, inBatches(own, batch), async (jobs) => {
        await store(sql, jobs);
      });
      if (round >= 0) speeds[index]?.push(own.length / seconds);
    }
  }
  return speeds;
}

/** The same event of another call, so that contenders do not find each other's rows. */
function renamed(record: EventRecord, index: number): EventRecord {
  const { event } = record;
  return {
    ...record,
    event: { ...event, id: `${index}.${event.id}`, callId: `${index}.${event.callId}` },
  };
}

const inBatches = (records: readonly EventRecord[], size: number): EventRecord[][] =>
  Array.from({ length: Math.ceil(records.length / size) }, (_batch, index) =>
    records.slice(index * size, (index + 1) * size),
  );

function print(
  connections: number,
  contenders: (typeof trials)[number]["contenders"],
  speeds: readonly number[][],
): void {
  const [floor = []] = speeds;
  printTable(
    `Storing 2,000 events of 500 calls, shuffled, on ${connections} ${connections === 1 ? "connection" : "connections"}; medians of ${rounds} rounds`,
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
