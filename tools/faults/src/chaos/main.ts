import { parseArgs } from "node:util";
import { ensureTemplate, startPostgres } from "@skale-calls/testkit";
import { applyMigrations } from "../../../../packages/supabase-adapter/test/applyMigrations.ts";
import { createServerPool } from "./createServerPool.ts";
import { printOutcomes } from "./printOutcomes.ts";
import { type Lane, type Outcome, runSeed } from "./runSeed.ts";

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

async function runLane(): Promise<void> {
  const cluster = await startPostgres({ durable: true });
  const pool = await createServerPool(3);
  try {
    await ensureTemplate(template, applyMigrations, { cluster: cluster.url });
    const lane: Lane = { cluster, template, pool };
    for (const seed of queue) outcomes.push(await runSeed(seed, lane));
  } finally {
    await pool.stop();
    await cluster.stop();
  }
}

await Promise.all(Array.from({ length: lanes }, runLane));
printOutcomes(outcomes, { isDetailed: values.seed !== undefined });
process.exit(outcomes.some(({ problems }) => problems.length > 0) ? 1 : 0);
