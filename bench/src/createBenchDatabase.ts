import { readdirSync, readFileSync } from "node:fs";
import { createDatabase, ensureTemplate, type TestDatabase } from "@skale-calls/testkit";

const migrations = new URL("../../examples/supabase/supabase/migrations/", import.meta.url);

/** Creates a database with the migrations of a Supabase project. */
export async function createBenchDatabase(cluster: string): Promise<TestDatabase> {
  await ensureTemplate(
    "bench",
    async (sql) => {
      for (const file of readdirSync(migrations).sort()) {
        await sql.unsafe(readFileSync(new URL(file, migrations), "utf8"));
      }
    },
    { cluster },
  );
  return createDatabase({ cluster, template: "bench" });
}
