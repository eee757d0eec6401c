import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

function readFolder(path: string): Record<string, string> {
  const folder = new URL(path, import.meta.url);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), "utf8")]),
  );
}

test("the project's migrations are the package's; `pnpm migrations` copies them", () => {
  const ours = readFolder("../supabase/migrations/");
  expect(Object.keys(ours)).not.toEqual([]);
  expect(ours).toEqual(readFolder("../../../packages/supabase-adapter/migrations/"));
});
