import { join } from "node:path";
import { expect, test } from "vitest";
import { type Entry, readEntries } from "../src/readEntries.ts";
import { listFiles, root } from "../src/repository.ts";
import { reportTypes } from "./reportTypes.ts";

/** All entries except the internal entry, whose names may change in any release. */
const entries = readEntries().filter(({ specifier }) => !specifier.endsWith("/internal"));
const reportPath = ({ folder, name }: Entry) => join(folder, "api", `${name}.api.md`);

test.each(entries)("the public types of $specifier equal the accepted report", async (entry) => {
  const report = await reportTypes(entry);
  expect(report).toMatch(/^export /m);
  await expect(report, "`npx -y pnpm@10 api` accepts the change").toMatchFileSnapshot(
    join(root, reportPath(entry)),
  );
});

test("every report belongs to an existing entry", () => {
  const expected = entries.map(reportPath);
  expect(listFiles("*/api/*.api.md").filter((path) => !expected.includes(path))).toEqual([]);
});
