import type { Outcome } from "./runSeed.ts";

/** Prints a line for each seed, what was lost, and how to see it again. */
export function printOutcomes(
  outcomes: readonly Outcome[],
  { isDetailed }: { isDetailed: boolean },
): void {
  for (const { seed, problems, faults, calls, events, seconds } of outcomes.toSorted(
    (a, b) => a.seed - b.seed,
  )) {
    const state = problems.length === 0 ? "ok  " : "LOST";
    console.log(
      `${String(seed).padStart(5)} ${state} ${calls} calls ${events} events ${seconds.toFixed(1)} s  ${faults.join(", ")}`,
    );
  }
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  for (const { seed, problems, evidence } of failed) {
    console.log(`\nseed ${seed}:`);
    for (const problem of problems) console.log(`  - ${problem}`);
    console.log(`  again: pnpm chaos --seed ${seed}`);
    if (isDetailed) console.log(JSON.stringify(evidence, null, 1));
  }
  const sum = (read: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + read(outcome), 0);
  console.log(
    `\n${outcomes.length} seeds, ${sum(({ calls }) => calls)} calls, ${sum(({ events }) => events)} events, ` +
      `${outcomes.length - failed.length} with nothing lost, ${failed.length} failed`,
  );
}
