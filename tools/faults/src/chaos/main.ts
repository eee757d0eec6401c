import { parseArgs } from "node:util";
import { durable, ensureTemplate, startPostgres } from "@skale-calls/testkit";
import type { Sql } from "postgres";
import { readProject } from "../../../../packages/supabase-adapter/test/applyMigrations.ts";
import { readNumber } from "../readNumber.ts";
import { breakageNames, breakMigrations, createBreaker, findBreakage } from "./breakages.ts";
import { createServerPool } from "./createServerPool.ts";
import { printOutcome, printSummary } from "./printOutcomes.ts";
import { type Lane, type Outcome, runSeed } from "./runSeed.ts";
import { within } from "./within.ts";

const usage = `pnpm chaos [--seeds 20] [--from 1] [--seed N] [--lanes 2] [--break NAME]

--seeds  how many seeds, beginning with --from
--seed   one seed alone, with the times of its stages
--lanes  how many worlds at the same time, each with a Postgres of its own
--break  breaks a promise of the product on purpose: ${breakageNames.join(", ")}`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    lanes: { type: "string", default: "2" },
    break: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const first =
  values.seed === undefined ? readNumber("from", values.from) : readNumber("seed", values.seed);
const count = values.seed === undefined ? readNumber("seeds", values.seeds, 1) : 1;
const seeds = Array.from({ length: count }, (_, index) => first + index);
const lanes = Math.min(count, readNumber("lanes", values.lanes, 1));

const outcomes: Outcome[] = [];
const queue = seeds.values();
const template = "chaos";
const longestMs = 60_000;

const breakage = values.break === undefined ? [] : findBreakage(values.break);

async function migrate(sql: Sql): Promise<void> {
  for (const script of breakMigrations(readProject(), breakage)) await sql.unsafe(script);
}

async function runLane(): Promise<void> {
  const cluster = await startPostgres({ settings: durable });
  const pool = await createServerPool(3, [createBreaker(breakage)]);
  try {
    await ensureTemplate(template, migrate, { cluster: cluster.url });
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
    ends: [],
    seconds: longestMs / 1000,
    evidence: null,
  };
}

await Promise.all(Array.from({ length: lanes }, runLane));
printSummary(outcomes);
process.exit(outcomes.some(({ problems }) => problems.length > 0) ? 1 : 0);
