import {
  createDatabase,
  ensureTemplate,
  startPostgres,
  type TestDatabase,
} from "@skale-calls/testkit";
import postgres, { type Sql } from "postgres";
import { median } from "../measureReaders.ts";
import { printTable } from "../printTable.ts";
import { applyProject } from "../startContender.ts";
import { type Statement, startCapture } from "./captureQueries.ts";
import { guideAccess } from "./guideAccess.ts";
import { findPlaces, type Places, runAsViewer } from "./measureQueries.ts";
import { pageQueries } from "./pageQueries.ts";
import { seedCalls, viewers } from "./seedCalls.ts";

const goal = 1.5;
const rounds = 5;
/** Queries that the guide's service does not have a function for, and its policies refuse or its tables cannot answer. */
const ofGuide = new Set(pageQueries.filter(({ guide }) => guide !== undefined).map(({ name }) => name));

interface World {
  size: number;
  database: TestDatabase;
  admin: Sql;
}

/** Measures every query of the page at the sizes, as agents under row-level security, and prints how they grow. */
export async function benchLists(sizes: readonly number[]): Promise<void> {
  const server = await startPostgres({
    settings: { shared_buffers: "1GB", max_wal_size: "16GB", checkpoint_timeout: "1h" },
  });
  const cluster = server.url;
  try {
    await ensureTemplate("lists", applyProject, { cluster });
    const captured = await captureQueries(cluster);
    const worlds: World[] = [];
    for (const size of sizes) {
      const start = performance.now();
      const database = await createDatabase({ cluster, template: "lists" });
      const admin = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
      await seedCalls(admin, size);
      worlds.push({ size, database, admin });
      console.log(`${format(size)} calls seeded in ${seconds(performance.now() - start)} s.`);
    }
    for (const [viewer, id] of Object.entries(viewers)) await benchViewer(viewer, id, worlds, captured);
    for (const { admin } of worlds) await admin.end();
  } finally {
    await server.stop();
  }
}

async function captureQueries(cluster: string): Promise<ReadonlyMap<string, Statement[]>> {
  const database = await createDatabase({ cluster, template: "lists" });
  const capture = await startCapture(database.adminUrl);
  const captured = new Map<string, Statement[]>();
  for (const { name, act, guide } of pageQueries) {
    captured.set(name, await capture.capture(() => act(capture.service)));
    if (guide) captured.set(`guide: ${name}`, await capture.capture(async () => guide(capture.client)));
  }
  await capture.stop();
  await database.drop();
  return captured;
}

async function benchViewer(
  viewer: string,
  id: string,
  worlds: readonly World[],
  captured: ReadonlyMap<string, Statement[]>,
): Promise<void> {
  const places = new Map<World, Places>();
  for (const world of worlds) places.set(world, await findPlaces(world.admin, id));
  const run = (world: World, name: string, kind: "time" | "buffers", prepare?: string) =>
    runAsViewer(world.admin, id, captured.get(name) ?? [], places.get(world) as Places, kind, prepare);
  const rows: Record<string, string | number>[] = [];
  let met = 0;
  for (const { name } of pageQueries) {
    const times = worlds.map((): number[] => []);
    const guides = worlds.map((): number[] => []);
    // Warm: what an agent opened a moment ago is in the cache.
    const buffers: number[] = [];
    for (const world of worlds) buffers.push(await run(world, name, "buffers"));
    for (let round = 0; round < rounds; round++) {
      for (const [index, world] of worlds.entries()) {
        times[index]?.push(await run(world, name, "time"));
        // The guide's way is slow in large tables: it runs twice.
        if (ofGuide.has(name) && round < 2) {
          guides[index]?.push(await run(world, `guide: ${name}`, "time", guideAccess));
        }
      }
    }
    const medians = times.map(median);
    const growth = (medians.at(-1) ?? 0) / (medians[0] ?? 1);
    if (growth <= goal) met++;
    rows.push({
      [viewer]: name,
      ...Object.fromEntries(worlds.map(({ size }, index) => [`ms, ${format(size)}`, medians[index] ?? 0])),
      ...Object.fromEntries(worlds.map(({ size }, index) => [`pages, ${format(size)}`, buffers[index] ?? 0])),
      times: growth,
      [`goal ${goal}`]: growth <= goal ? "met" : "missed",
      ...Object.fromEntries(
        worlds.map(({ size }, index) => [
          `guide ms, ${format(size)}`,
          ofGuide.has(name) ? Math.min(...(guides[index] ?? [])).toFixed(2) : "",
        ]),
      ),
    });
  }
  printTable(`Queries of the page for: ${viewer}; ${met} of ${rows.length} within ${goal} times`, rows);
}

const format = (size: number) => size.toLocaleString("en");
const seconds = (milliseconds: number) => Math.round(milliseconds / 1000);
