import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome } from "./runSeed.ts";

/** Prints the line of one seed. */
export function printOutcome({ seed, problems, faults, calls, events, seconds }: Outcome): void {
  const state = problems.length === 0 ? "ok  " : "LOST";
  const size = `${calls} calls ${events} events ${seconds.toFixed(1)} s`;
  console.log(`${String(seed).padStart(5)} ${state} ${size}  ${faults.join(", ")}`);
  for (const problem of problems) console.log(`        ${problem}`);
}

/**
 * Prints what was lost, how to see it again, and the sums. What was seen of a failed seed is written to a file, because
 * the same faults do not meet the same moment each time.
 */
export function printSummary(outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  for (const { seed, problems, evidence } of failed) {
    console.log(`\nseed ${seed}:`);
    for (const problem of problems) console.log(`  - ${problem}`);
    console.log(`  again: pnpm chaos --seed ${seed}`);
    if (evidence === null) continue;
    const path = join(tmpdir(), `skale-chaos-${seed}.json`);
    writeFileSync(path, JSON.stringify(evidence, null, 1));
    console.log(`  everything that was seen: ${path}`);
  }
  const ends = Map.groupBy(
    outcomes.flatMap((outcome) => outcome.ends),
    (end) => end,
  );
  console.log("\nends");
  for (const [end, { length }] of [...ends].toSorted(([, a], [, b]) => b.length - a.length)) {
    console.log(`${String(length).padStart(5)} ${end}`);
  }
  const sum = (read: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + read(outcome), 0);
  console.log(
    `\n${outcomes.length} seeds, ${sum(({ calls }) => calls)} calls, ${sum(({ events }) => events)} events: ` +
      `${outcomes.length - failed.length} with nothing lost, ${failed.length} failed`,
  );
}
