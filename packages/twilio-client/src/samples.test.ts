import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const start = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";

it("the start is short and runs", async () => {
  expect(start.trim().split("\n").length).toBeLessThanOrEqual(15);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@skale-calls/source", "--input-type=module", "--eval", start],
    { cwd: folder },
  );
  expect(stdout).toBe("200 saliente completada\n");
});
