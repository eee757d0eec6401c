import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { connect } from "./cluster.ts";
import { findPostgres } from "./findPostgres.ts";
import { durable, startPostgres } from "./startPostgres.ts";

async function dataDirectory(url: string): Promise<string> {
  const sql = connect(url, 1);
  const [row] = await sql<[{ data_directory: string }]>`show data_directory`;
  await sql.end();
  return row.data_directory;
}

test("a temporary cluster works and leaves nothing behind", async () => {
  const postgres = await startPostgres();
  const folder = await dataDirectory(postgres.url);
  expect(existsSync(folder)).toBe(true);
  await postgres.stop();
  expect(existsSync(folder)).toBe(false);
});

test("a persistent cluster keeps its data", async () => {
  const { temporary } = await findPostgres();
  const dataDir = await mkdtemp(join(temporary, "skale-persistent-"));
  try {
    const first = await startPostgres({ dataDir });
    const writer = connect(first.url, 1);
    await writer`create table kept as select 42 as answer`;
    await writer.end();
    await first.stop();

    const second = await startPostgres({ dataDir });
    const reader = connect(second.url, 1);
    expect(await reader`select answer from kept`).toEqual([{ answer: 42 }]);
    await reader.end();
    await second.stop();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

test("a durable cluster keeps what was committed, however it is restarted, on the same port", async () => {
  const postgres = await startPostgres({ settings: durable });
  const sql = connect(postgres.url, 1);
  expect(await sql`show fsync`).toEqual([{ fsync: "on" }]);
  await sql`create table kept (shutdown text)`;
  const shutdowns = ["fast", "immediate", "killed"] as const;
  for (const shutdown of shutdowns) {
    await sql`insert into kept values (${shutdown})`;
    await postgres.restart(shutdown);
  }
  expect((await sql`select shutdown from kept`).map((row) => row.shutdown)).toEqual(shutdowns);
  await sql.end();
  await postgres.stop();
});

test("a server that does not start reports why", async () => {
  const { temporary } = await findPostgres();
  const dataDir = await mkdtemp(join(temporary, "skale-broken-"));
  try {
    await writeFile(join(dataDir, "something"), "in the way");
    await expect(startPostgres({ dataDir })).rejects.toThrow(/exists but is not empty/);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

/** Starts a cluster in a separate process that prints its folder, and ends that process. */
async function folderLeftBy(ending: string): Promise<{ folder: string; code: number }> {
  const script = `
    import { durable, startPostgres } from ${JSON.stringify(new URL("./startPostgres.ts", import.meta.url).href)};
    import { connect } from ${JSON.stringify(new URL("./cluster.ts", import.meta.url).href)};
    const postgres = await startPostgres();
    const sql = connect(postgres.url, 1);
    const [row] = await sql\`show data_directory\`;
    console.log(row.data_directory);
    ${ending}
  `;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  const result = await run.catch((error: { stdout: string; code: number }) => error);
  return { folder: result.stdout.trim(), code: "code" in result ? result.code : 0 };
}

test.for([
  ["the end of its work", "process.exitCode = 7; await sql.end(); await postgres.stop();", 7],
  ["an exception", 'setImmediate(() => { throw new Error("boom"); });', 1],
  ["SIGTERM", 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000);', 143],
  ["SIGINT", 'process.kill(process.pid, "SIGINT"); setInterval(() => {}, 1000);', 130],
] as const)("%s leaves no cluster behind", async ([, ending, expectedCode]) => {
  const { folder, code } = await folderLeftBy(ending);
  expect(folder).toContain("skale-postgres-");
  expect(existsSync(folder)).toBe(false);
  expect(code).toBe(expectedCode);
});
