import { readdirSync, readFileSync } from "node:fs";
import { createDatabase, ensureTemplate, type TestDatabase } from "@skale-calls/testkit";

const folder = new URL("../../migrations/", import.meta.url);

export interface Migration {
  file: string;
  sql: string;
}

/** The package's migrations in their order. */
export const migrations: readonly Migration[] = readdirSync(folder)
  .filter((file) => file.endsWith(".sql"))
  .sort()
  .map((file) => ({ file, sql: readFileSync(new URL(file, folder), "utf8") }));

const isPrerequisite = ({ file }: Migration) => file.includes("prerequisites");

/** Runs SQL of many statements. */
export interface SqlRunner {
  unsafe(sql: string): PromiseLike<unknown>;
}

export async function applyMigrations(
  sql: SqlRunner,
  options: { prerequisites?: boolean } = {},
): Promise<void> {
  for (const migration of migrations) {
    if (options.prerequisites === false && isPrerequisite(migration)) continue;
    await sql.unsafe(migration.sql);
  }
}

/** A hosted project with all migrations on it. */
export async function createMigratedDatabase(): Promise<TestDatabase> {
  await ensureTemplate("supabase_adapter", (sql) => applyMigrations(sql));
  return createDatabase({ template: "supabase_adapter" });
}
