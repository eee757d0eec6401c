import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What a database has after the migrations of the installed package. */
export interface ExpectedSchema {
  /** The MD5 of the body of each function, by its name with the schema. The host's own functions are left out. */
  functions: ReadonlyMap<string, string>;
  tables: readonly string[];
  /** The names of the migrations without their times, in order. */
  migrations: readonly string[];
}

/** @param packageDir the folder of `@skale-calls/supabase-adapter`, for tests. */
export function readExpectedSchema(packageDir = findPackage()): ExpectedSchema {
  const folder = join(packageDir, "migrations");
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const functions = new Map<string, string>();
  const tables = new Set<string>();
  for (const name of names) {
    const sql = readFileSync(join(folder, name), "utf8");
    for (const [, dropped, created, , body] of sql.matchAll(functionForm)) {
      if (dropped) functions.delete(withSchema(dropped));
      else if (created && body !== undefined) functions.set(withSchema(created), md5(body));
    }
    for (const [, table = ""] of sql.matchAll(tableForm)) tables.add(table);
  }
  const host = readFileSync(join(packageDir, "host/host.sql"), "utf8");
  for (const [, , own] of host.matchAll(functionForm)) if (own) functions.delete(withSchema(own));
  return {
    functions,
    tables: [...tables].filter((table) => table.startsWith("whatsapp_call")).sort(),
    migrations: names.map((name) => name.replace(/^\d+_|\.sql$/g, "")),
  };
}

const functionForm =
  /^drop function if exists ([\w.]+)|^create or replace function ([\w.]+)\s*\([\s\S]*?\bas (\$\w*\$)([\s\S]*?)\3/gim;
const tableForm = /^create table if not exists (?:public\.)?(\w+)/gim;

const withSchema = (name: string) => (name.includes(".") ? name : `public.${name}`);
const md5 = (text: string) => createHash("md5").update(text).digest("hex");

function findPackage(): string {
  const require = createRequire(import.meta.url);
  return dirname(require.resolve("@skale-calls/supabase-adapter/package.json"));
}
