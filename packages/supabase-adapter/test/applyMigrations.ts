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

/** The line as it is shipped, in order. */
export const readMigrations = (): SqlFile[] => readFolder("../migrations/");

/** One of the host's own files, as they are shipped: `host` or `tables`. */
export function readHostFile(name: "host" | "tables"): string {
  return readFileSync(new URL(`../host/${name}.sql`, import.meta.url), "utf8");
}

/** What a project without an organisation of its own runs: the host's tables and functions, then the line. */
export async function applyMigrations(sql: Sql): Promise<void> {
  await sql.unsafe(readHostFile("tables"));
  await sql.unsafe(readHostFile("host"));
  for (const migration of readMigrations()) await sql.unsafe(migration.sql);
}

/** A database of its own with all migrations, on the organisation of a file in `fixtures/hosts`. */
export async function createHostDatabase(host: string): Promise<TestDatabase> {
  const template = `host_${host.toLowerCase()}`;
  await ensureTemplate(template, async (sql) => {
    await sql.unsafe(readFixture(`hosts/${host}.sql`));
    for (const migration of readMigrations()) await sql.unsafe(migration.sql);
  });
  return createDatabase({ template });
}

/** A database of its own with all migrations, and the host's tables as the guide has them. */
export async function createMigratedDatabase(): Promise<TestDatabase> {
  await ensureTemplate("migrated", applyMigrations);
  return createDatabase({ template: "migrated" });
}
