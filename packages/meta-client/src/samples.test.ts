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
  const asked: unknown[] = [];
  const server = createServer(({ url, headers }, response) => {
    asked.push([url?.split("?")[0], headers.authorization]);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ data: [{ id: "106", display_phone_number: "+52 55 1234" }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--conditions=@skale-calls/source", "--input-type=module", "--eval", start],
      {
        cwd: folder,
        env: {
          META_ACCESS_TOKEN: "t1",
          META_WABA_ID: "w1",
          META_API_BASE: `http://127.0.0.1:${port}`,
        },
      },
    );
    expect(stdout).toBe("+52 55 1234 106\n");
    expect(asked).toEqual([["/v25.0/w1/phone_numbers", "Bearer t1"]]);
  } finally {
    server.close();
  }
});
