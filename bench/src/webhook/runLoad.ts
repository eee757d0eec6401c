import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { LoadOrder, LoadReport } from "./generateLoad.ts";

const program = fileURLToPath(new URL("generateLoad.ts", import.meta.url));

/** Sends a load from a process of its own. */
export async function runLoad(order: LoadOrder): Promise<LoadReport> {
  const child = fork(program);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The load generator ended with ${code} before its report.`);
  });
  child.send(order);
  const [report] = await Promise.race([once(child, "message"), ended]);
  ended.catch(() => {});
  return report;
}
