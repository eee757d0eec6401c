import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const adapter = "../../../packages/supabase-adapter/";
const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const listSql = (path: string) =>
  readdirSync(new URL(path, import.meta.url))
    .filter((name) => name.endsWith(".sql"))
    .sort();

/** The host's files surround the preflight, with this project's stamps. The released migrations keep their names. */
test("the project's migrations are the package's host files and its line", () => {
  const ours = listSql("../supabase/migrations/").map((name) => ({
    part: name.replace(/^\d{14}_/, ""),
    text: read(`../supabase/migrations/${name}`),
  }));
  const line = listSql(`${adapter}migrations/`).map((name) => ({
    part: name.replace(/^\d{14}_/, ""),
    text: read(`${adapter}migrations/${name}`),
  }));
  expect(line.length).toBeGreaterThanOrEqual(5);
  expect(ours).toEqual([
    { part: "skale_calls_host_tables.sql", text: read(`${adapter}host/tables.sql`) },
    line[0],
    { part: "skale_calls_host.sql", text: read(`${adapter}host/host.sql`) },
    ...line.slice(1),
  ]);
});
