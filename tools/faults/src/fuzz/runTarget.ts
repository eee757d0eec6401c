import fc, { type RunDetails } from "fast-check";
import { checkPrototype, promise } from "./promise.ts";
import type { FuzzTarget } from "./target.ts";

export interface RunOptions {
  seed: number;
  inputs: number;
  /** The path to one input, from the report of a failure. */
  path?: string;
  /** Called before each input. */
  onInput?(): void;
}

/** What one run of a target found. */
export interface TargetReport {
  inputs: number;
  /** Absent if every promise held. */
  failure?: Failure;
}

export interface Failure {
  path: string;
  input: string;
  problem: string;
}

/** The most CPU time of one input. No reader needs a tenth of it: what takes longer does not take linear time. */
const mostMilliseconds = 250;

/** Runs a target. A failure is shrunk to the fewest changes that still fail. */
export async function runTarget(
  target: FuzzTarget,
  { seed, inputs, path, onInput }: RunOptions,
): Promise<TargetReport> {
  const { check, checkLater } = target;
  const parameters = { seed, numRuns: inputs, ...(path === undefined ? {} : { path }) };
  if (checkLater) {
    const later = fc.asyncProperty(target.inputs, async (input) => {
      onInput?.();
      await checkLater(input);
      checkPrototype();
    });
    return report(target, await fc.check(later, parameters));
  }
  const now = fc.property(target.inputs, (input) => {
    onInput?.();
    const start = performance.now();
    check?.(input);
    checkPrototype();
    if (performance.now() - start > mostMilliseconds) checkTime(() => check?.(input));
  });
  return report(target, fc.check(now, parameters));
}

/** Measures an input again in CPU time, because a busy machine delays the fastest one. */
function checkTime(run: () => void): void {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const before = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  promise(least <= mostMilliseconds, `an input takes bounded time, not ${Math.round(least)} ms`);
}

function report(target: FuzzTarget, details: RunDetails<[unknown]>): TargetReport {
  const { numRuns, failed, counterexample, counterexamplePath, errorInstance } = details;
  if (!failed) return { inputs: numRuns };
  const problem =
    errorInstance instanceof Error ? (errorInstance.stack ?? "") : String(errorInstance);
  return {
    inputs: numRuns,
    failure: {
      path: counterexamplePath ?? "",
      input: describeInput(target, counterexample?.[0]),
      problem: problem.split("\n").slice(0, 8).join("\n"),
    },
  };
}

/** Writes an input in at most 2,000 characters. */
export function describeInput(target: FuzzTarget, input: unknown): string {
  const text = target.show ? target.show(input) : JSON.stringify(input, bytesAsText);
  return (text ?? String(input)).slice(0, 2000);
}

function bytesAsText(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value;
}
