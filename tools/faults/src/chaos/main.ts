import { parseArgs } from "node:util";
import { ensureTemplate, startPostgres } from "@skale-calls/testkit";
import { applyMigrations } from "../../../../packages/supabase-adapter/test/applyMigrations.ts";
import { createServerPool } from "./createServerPool.ts";
import { printOutcome, printSummary } from "./printOutcomes.ts";
import { type Lane, type Outcome, runSeed } from "./runSeed.ts";
import { within } from "./within.ts";

const usage = `pnpm chaos [--seeds 20] [--from 1] [--seed N] [--lanes 2]

--seeds  how many seeds, beginning with --from
--seed   one seed alone, with everything that was seen of it when it fails
--lanes  how many worlds at the same time, each with a Postgres of its own`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    lanes: { type: "string", default: "2" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const seeds = Array.from({ length: count }, (_, index) => first + index);
const lanes = Math.min(count, Number(values.lanes));

const outcomes: Outcome[] = [];
const queue = seeds.values();
const template = "chaos";
const longestMs = 25_000;

async function runLane(): Promise<void> {
  const cluster = await startPostgres({ durable: true });
  const pool = await createServerPool(3);
  try {
    await ensureTemplate(template, applyMigrations, { cluster: cluster.url });
    const lane: Lane = { cluster, template, pool };
    for (const seed of queue) {
      let stage = "";
      const start = performance.now();
      const enter = (entered: string) => {
        stage = entered;
        const at = ((performance.now() - start) / 1000).toFixed(1);
        if (values.seed !== undefined) console.log(`${at.padStart(6)} s  ${entered}`);
      };
      const run = await within(longestMs, runSeed(seed, lane, enter));
      const outcome = run ?? neverEnds(seed, stage);
      outcomes.push(outcome);
      printOutcome(outcome);
      if (run === undefined) break;
    }
  } finally {
    await pool.stop();
    await cluster.stop();
  }
}

function neverEnds(seed: number, stage: string): Outcome {
  const problems = [`the world never comes to its end: ${stage}`];
  return {
    seed,
    problems,
    faults: [],
    calls: 0,
    events: 0,
    seconds: longestMs / 1000,
    evidence: null,
  };
}

await Promise.all(Array.from({ length: lanes }, runLane));
printSummary(outcomes, { isDetailed: values.seed !== undefined });
process.exit(outcomes.some(({ problems }) => problems.length > 0) ? 1 : 0);
