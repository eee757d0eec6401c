import { parentPort, workerData } from "node:worker_threads";
import { runTarget } from "./runTarget.ts";
import { targets } from "./targets/index.ts";

export interface WorkerInput {
  name: string;
  seed: number;
  inputs: number;
  path?: string;
  /** Counts the inputs, for the watchdog. */
  count: SharedArrayBuffer;
}

const { name, seed, inputs, path, count } = workerData as WorkerInput;
const counter = new Int32Array(count);
const target = await targets[name]?.open();
if (!target) throw new Error(`There is no target ${name}.`);
const report = await runTarget(target, {
  seed,
  inputs,
  ...(path === undefined ? {} : { path }),
  onInput: () => Atomics.add(counter, 0, 1),
}).finally(() => target.stop?.());
// The last act: the watchdog ends the thread when it gets the report.
parentPort?.postMessage(report);
