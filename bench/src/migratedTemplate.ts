import { readdirSync, readFileSync } from "node:fs";
import { ensureTemplate } from "@skale-calls/testkit";

const migrations = new URL("../../examples/supabase/supabase/migrations/", import.meta.url);

/** Prepares the template `bench` of a cluster: the database of the example project. */
export function ensureBenchTemplate(cluster: string): Promise<void> {
  return ensureTemplate(
    "bench",
    async (sql) => {
      for (const file of readdirSync(migrations).sort()) {
        await sql.unsafe(readFileSync(new URL(file, migrations), "utf8"));
      }
    },
    { cluster },
  );
}
