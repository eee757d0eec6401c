import { startPostgres, type TestDatabase } from "@skale-calls/testkit";
import postgres, { type Sql } from "postgres";
import { createBenchDatabase } from "../createBenchDatabase.ts";
import { median } from "../measureReaders.ts";
import { printTable } from "../printTable.ts";
import { type Statement, startCapture } from "./captureQueries.ts";
import { asViewer, countPages, findPlaces, type Places, timeQuery } from "./measureQueries.ts";
import { pageQueries } from "./pageQueries.ts";
import { seedCalls, viewers } from "./seedCalls.ts";

/** How many times slower a query of the largest table may be. */
const goal = 1.5;
const rounds = 7;
/** Milliseconds after which a slow query is not repeated. */
const patience = 2000;

interface World {
  size: number;
  database: TestDatabase;
  sql: Sql;
}

interface Captured {
  name: string;
  ours: readonly Statement[];
  guide: readonly Statement[] | null;
}

/** Measures every query of the page in tables of these sizes, as agents under row-level security, and prints how they grow. */
export async function benchLists(sizes: readonly number[]): Promise<void> {
  const server = await startPostgres({
    settings: { shared_buffers: "2GB", max_wal_size: "32GB", checkpoint_timeout: "1h" },
  });
  try {
    const queries = await captureQueries(server.url);
    const worlds: World[] = [];
    for (const size of sizes) {
      const start = performance.now();
      const database = await createBenchDatabase(server.url);
      const sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
      await seedCalls(sql, size);
      worlds.push({ size, database, sql });
      const seconds = Math.round((performance.now() - start) / 1000);
      console.log(`${size.toLocaleString("en")} calls were created in ${seconds} s.`);
    }
    for (const [name, id] of Object.entries(viewers)) await benchViewer(name, id, worlds, queries);
    for (const { sql, database } of worlds) {
      await sql.end();
      await database.drop();
    }
  } finally {
    await server.stop();
  }
}

/** Lets the page's service send each query once, to an almost empty database, and takes the SQL that arrives. */
async function captureQueries(cluster: string): Promise<Captured[]> {
  const database = await createBenchDatabase(cluster);
  const { service, client, capture, stop } = await startCapture(database.adminUrl);
  const captured: Captured[] = [];
  for (const { name, act, statements, guide } of pageQueries) {
    const ours = await capture(() => act(service));
    captured.push({
      name,
      ours: statements === "last" ? ours.slice(-1) : ours,
      guide: guide ? await capture(async () => guide(client)) : null,
    });
  }
  await stop();
  await database.drop();
  return captured;
}

async function benchViewer(
  viewer: string,
  id: string,
  worlds: readonly World[],
  queries: readonly Captured[],
): Promise<void> {
  const places = await Promise.all(worlds.map(({ sql }) => findPlaces(sql, id)));
  const guides = await Promise.all(
    worlds.map((world, index) => timeGuide(world, id, places[index] as Places, queries)),
  );
  const rows: Record<string, string | number>[] = [];
  for (const { name, ours } of queries) {
    const times = worlds.map((): number[] => []);
    const reads: string[] = [];
    const start = performance.now();
    for (let round = 0; round < rounds; round++) {
      for (const [index, { sql }] of worlds.entries()) {
        await asViewer(sql, id, async (transaction) => {
          // The first run also brings the rows into the cache: an agent opens what others have just opened.
          if (round === 0) {
            const { rows, pages } = await countPages(transaction, ours, places[index] as Places);
            reads.push(`${rows} / ${pages}`);
          }
          times[index]?.push(await timeQuery(transaction, ours, places[index] as Places));
        });
      }
      if (performance.now() - start > patience) break;
    }
    const medians = times.map(median);
    const growth = (medians.at(-1) ?? 0) / (medians[0] ?? 1);
    const cells = (unit: string, values: readonly (number | string)[]) =>
      worlds.map(({ size }, index) => [
        `${unit}, ${size.toLocaleString("en")}`,
        values[index] ?? "",
      ]);
    rows.push({
      query: name,
      ...Object.fromEntries(cells("rows / pages", reads)),
      ...Object.fromEntries(cells("ms", medians)),
      times: growth,
      [`goal ${goal.toFixed(2)}`]: growth <= goal ? "met" : "missed",
      ...Object.fromEntries(
        cells(
          "guide ms",
          guides.map((guide) => guide.get(name)?.toFixed(2) ?? ""),
        ),
      ),
    });
  }
  const met = rows.filter((row) => Object.values(row).includes("met")).length;
  printTable(
    `The queries of the page, for ${viewer}. ${met} of ${rows.length} take at most ${goal} times as long in the largest table`,
    rows,
  );
}

/** Times what the guide's service can do, on the same rows, with the guide's policy and indexes. */
async function timeGuide(
  { sql }: World,
  viewer: string,
  places: Places,
  queries: readonly Captured[],
): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  await asViewer(
    sql,
    viewer,
    async (transaction) => {
      for (const { name, guide } of queries) {
        if (guide === null) continue;
        const runs: number[] = [];
        for (let run = 0; run < 3; run++) runs.push(await timeQuery(transaction, guide, places));
        times.set(name, median(runs));
      }
    },
    "guide",
  );
  return times;
}
