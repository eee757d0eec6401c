import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("the demo starts, a call in each direction ends correctly with the values of .demo/env, and the demo stops", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=@skale-calls/source",
    fileURLToPath(new URL("../src/smoke.ts", import.meta.url)),
  ]);
  expect(stdout).toMatch(/^ready http:/m);
  expect(stdout).toContain("seeded recordings: 47 s, 34 s");
  expect(stdout).toContain("outgoing: iniciando -> en_curso -> completada");
  expect(stdout).toContain("outgoing by WebRTC: iniciando -> en_curso -> completada");
  expect(stdout).toContain("incoming, answered: iniciando -> en_curso -> completada");
  expect(stdout).toContain("incoming, unanswered: iniciando -> no_contestada");
  expect(stdout).toContain("nothing is left");
}, 180_000);
