import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { describeInput, type TargetReport } from "./runTarget.ts";
import { targets } from "./targets/index.ts";
import type { WorkerInput } from "./worker.ts";

/** How long one input may take before the watchdog calls it stuck. A busy machine stays far below it. */
const stuckAfterSeconds = 30;

/** Runs a target in a thread of its own, and ends it if an input does not come back. */
export async function watchTarget(input: Omit<WorkerInput, "count">): Promise<TargetReport> {
  const count = new SharedArrayBuffer(4);
  const counter = new Int32Array(count);
  const worker = new Worker(new URL("worker.ts", import.meta.url), {
    workerData: { ...input, count } satisfies WorkerInput,
    execArgv: process.execArgv,
  });
  let seen = 0;
  let quiet = 0;
  return new Promise((resolve, reject) => {
    const watch = setInterval(() => {
      const now = Atomics.load(counter, 0);
      quiet = now === seen || now === 0 ? quiet + 1 : 0;
      seen = now;
      if (now > 0 && quiet >= stuckAfterSeconds) finish(() => resolve(reportStuck(input, now)));
    }, 1000);
    const finish = (settle: () => void) => {
      clearInterval(watch);
      worker.terminate().then(settle, reject);
    };
    worker.once("message", (report: TargetReport) => finish(() => resolve(report)));
    worker.once("error", (error) => finish(() => reject(error)));
  });
}

/** Makes the input again at which the thread stood: the same seed gives the same inputs. */
async function reportStuck(
  { name, seed, path }: Omit<WorkerInput, "count">,
  count: number,
): Promise<TargetReport> {
  const target = await targets[name]?.open();
  const inputs =
    target && path === undefined ? fc.sample(target.inputs, { seed, numRuns: count }) : [];
  await target?.stop?.();
  return {
    inputs: count,
    failure: {
      path: path ?? String(count - 1),
      input: target ? describeInput(target, inputs.at(-1)) : "",
      problem: `The input has not come back after ${stuckAfterSeconds} s.`,
    },
  };
}
