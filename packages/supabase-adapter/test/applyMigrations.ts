import { readdirSync, readFileSync } from "node:fs";
import { createDatabase, ensureTemplate, type TestDatabase } from "@skale-calls/testkit";
import type { Sql } from "postgres";

const folder = new URL("../migrations/", import.meta.url);

/** The migrations as they are shipped, in order. */
export function readMigrations(): { name: string; sql: string }[] {
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, sql: readFileSync(new URL(name, folder), "utf8") }));
}

export async function applyMigrations(sql: Sql): Promise<void> {
  for (const migration of readMigrations()) await sql.unsafe(migration.sql);
}

/** A database of its own with all migrations, prerequisites included. */
export async function createMigratedDatabase(): Promise<TestDatabase> {
  await ensureTemplate("migrated", applyMigrations);
  return createDatabase({ template: "migrated" });
}
