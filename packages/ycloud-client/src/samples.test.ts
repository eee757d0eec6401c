import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const start = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";

it("the start is short and runs", async () => {
  expect(start.trim().split("\n").length).toBeLessThanOrEqual(15);
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers["x-api-key"]);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ items: [{ id: "461", phoneNumber: "+6283138205150" }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--conditions=@skale-calls/source", "--input-type=module", "--eval", start],
      {
        cwd: folder,
        env: { YCLOUD_API_KEY: "k1", YCLOUD_API_BASE: `http://127.0.0.1:${port}/v2` },
      },
    );
    expect(stdout).toBe("+6283138205150 461\n");
    expect(keys).toEqual(["k1"]);
  } finally {
    server.close();
  }
});
