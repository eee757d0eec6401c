import { readFileSync } from "node:fs";
import type { Sql } from "postgres";

/** The SQL that turns an empty Postgres or PGlite into what a new hosted Supabase project holds. Idempotent; needs a superuser. */
export const hostedSupabaseSql = readFileSync(
  new URL("./hostedSupabase.sql", import.meta.url),
  "utf8",
);

/** Runs {@link hostedSupabaseSql} on a database. */
export async function applyHostedSupabase(sql: Sql): Promise<void> {
  await sql.unsafe(hostedSupabaseSql);
}
