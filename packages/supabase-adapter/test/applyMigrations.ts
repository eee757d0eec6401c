import { readdirSync, readFileSync } from "node:fs";
import { createDatabase, ensureTemplate, type TestDatabase } from "@skale-calls/testkit";
import type { Sql } from "postgres";
import { readFixture } from "./readFixture.ts";

export interface SqlFile {
  name: string;
  sql: string;
}

function readFolder(path: string): SqlFile[] {
  const folder = new URL(path, import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => ({ name, sql: readFileSync(new URL(name, folder), "utf8") }));
}

/** The released migrations, in order. */
export const readMigrations = (): SqlFile[] => readFolder("../migrations/");

/** One of the host's own files: `host` or `tables`. */
export function readHostFile(name: "host" | "tables"): string {
  return readFileSync(new URL(`../host/${name}.sql`, import.meta.url), "utf8");
}

/** The order in a project: the preflight's functions, the host's file, which calls them, and the other migrations. */
export function withHost(host: string, line: readonly SqlFile[] = readMigrations()): string[] {
  const [preflight = "", ...rest] = line.map(({ sql }) => sql);
  return [preflight, host, ...rest];
}

/** The migrations of a project without its own organisation. */
export const readProject = (): string[] => [
  readHostFile("tables"),
  ...withHost(readHostFile("host")),
];

export async function applyMigrations(sql: Sql): Promise<void> {
  for (const script of readProject()) await sql.unsafe(script);
}

/** A separate database with all migrations, on the organisation of a file in `fixtures/hosts`. */
export async function createHostDatabase(host: string): Promise<TestDatabase> {
  const template = `host_${host.toLowerCase()}`;
  await ensureTemplate(template, async (sql) => {
    for (const script of withHost(readFixture(`hosts/${host}.sql`))) await sql.unsafe(script);
  });
  return createDatabase({ template });
}

/** A separate database with all migrations, and the host's tables as in the guide. */
export async function createMigratedDatabase(): Promise<TestDatabase> {
  await ensureTemplate("migrated", applyMigrations);
  return createDatabase({ template: "migrated" });
}
