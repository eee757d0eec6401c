import { join } from "node:path";
import { expect, test } from "vitest";
import { readEntries } from "../src/readEntries.ts";
import { root } from "../src/repository.ts";
import { reportTypes } from "./reportTypes.ts";

/** The internal entry keeps no promise, so nobody has to accept its changes. */
const entries = readEntries().filter(({ specifier }) => !specifier.endsWith("/internal"));

test.each(entries)("the public types of $specifier are those accepted", async (entry) => {
  const report = await reportTypes(entry);
  expect(report).toMatch(/^export /m);
  await expect(report, "`npx -y pnpm@10 api` accepts the change").toMatchFileSnapshot(
    join(root, entry.folder, "api", `${entry.name}.api.md`),
  );
});
