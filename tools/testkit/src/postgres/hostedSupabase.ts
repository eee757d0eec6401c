import { readFileSync } from "node:fs";
import type { Sql } from "postgres";

/** The SQL that makes an empty Postgres or PGlite equal to a new hosted Supabase project. Idempotent; needs a superuser. */
export const hostedSupabaseSql = readFileSync(
  new URL("./hostedSupabase.sql", import.meta.url),
  "utf8",
);

/** Runs {@link hostedSupabaseSql} on a database. */
export async function applyHostedSupabase(sql: Sql): Promise<void> {
  await sql.unsafe(hostedSupabaseSql);
}
