import { parseArgs } from "node:util";
import { readNumber } from "../readNumber.ts";
import type { TargetReport } from "./runTarget.ts";
import { targets } from "./targets/index.ts";
import { watchTarget } from "./watchTarget.ts";

const usage = `pnpm fuzz [--inputs 100000] [--seed N] [--target NAME]... [--path PATH]

--inputs  how many inputs, of all targets together
--seed    the seed of the inputs; default: another one each time
--target  one target, or several: ${Object.keys(targets).join(", ")}
--path    the input of a seed that failed, as the report prints it`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    inputs: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    target: { type: "string", multiple: true, default: [] },
    path: { type: "string" },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const seed = readNumber("seed", values.seed);
const inputs = readNumber("inputs", values.inputs, 1);
const chosen = Object.entries(targets).filter(
  ([name]) => values.target.length === 0 || values.target.includes(name),
);
for (const name of values.target) {
  if (!Object.hasOwn(targets, name)) {
    throw new Error(`There is no target ${name}: ${Object.keys(targets).join(", ")}.`);
  }
}

console.log(`seed ${seed}`);
const shares = chosen.reduce((sum, [, { share }]) => sum + share, 0);
let all = 0;
let failures = 0;
const start = performance.now();
for (const [name, { share }] of chosen) {
  const begin = performance.now();
  const report = await watchTarget({
    name,
    seed,
    inputs: Math.max(1, Math.round((inputs * share) / shares)),
    ...(values.path === undefined ? {} : { path: values.path }),
  });
  all += report.inputs;
  printReport(name, report, (performance.now() - begin) / 1000);
}
const seconds = (performance.now() - start) / 1000;
console.log(
  `${all.toLocaleString("en")} inputs of ${chosen.length} targets in ${seconds.toFixed(0)} s, ${failures} failed`,
);
process.exit(failures === 0 ? 0 : 1);

function printReport(name: string, { inputs: count, failure }: TargetReport, took: number): void {
  const rate = Math.round(count / took).toLocaleString("en");
  console.log(
    `${failure ? "FAILED" : "ok    "} ${name.padEnd(24)} ${count.toLocaleString("en").padStart(12)} inputs ${rate.padStart(9)} a second`,
  );
  if (!failure) return;
  failures += 1;
  console.log(`  ${failure.problem.replaceAll("\n", "\n  ")}`);
  console.log(`  input: ${failure.input}`);
  // The rest of the path, which shrank the input, depends on the inputs before it.
  const [place] = failure.path.split(":");
  console.log(`  again: pnpm fuzz --target ${name} --seed ${seed} --path ${place}`);
}
