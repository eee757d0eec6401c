import { measureReaders, type ReaderSpeed } from "../measureReaders.ts";
import { printTable } from "../printTable.ts";
import { bodySizes } from "./webhookBodies.ts";
import { type ReaderKind, webhookReaders } from "./webhookReaders.ts";

interface Goals {
  /** Our speed, of the floor's. */
  ratio: number;
  /** The readers that we must be faster than. */
  aheadOf: readonly ReaderKind[];
}

const goals = {
  Node: { ratio: 0.85, aheadOf: ["reads"] },
  Deno: { ratio: 0.7, aheadOf: ["reads", "verifies"] },
} as const satisfies Record<string, Goals>;

/** Measures the reading of one webhook: verify, parse, validate, normalise. Runs in Node and in Deno. */
export async function benchReading(runtime: keyof typeof goals): Promise<void> {
  const version = runtime === "Deno" ? process.versions.deno : process.versions.node;
  for (const { label, make } of bodySizes) {
    const speeds = await measureReaders(webhookReaders, make());
    const ours = Math.min(...speeds.filter(({ reader }) => reader.kind === "ours").map(ratioOf));
    printTable(
      `Reading a webhook of ${label}, in ${runtime} ${version}; events a second of processor time`,
      speeds.map(({ reader, eventsPerSecond, ratio }) => ({
        "": reader.name,
        "events/s": Math.round(eventsPerSecond),
        "of the floor": ratio,
        goal: describeGoal(goals[runtime], reader.kind, ratio, ours),
        does: reader.does,
      })),
    );
  }
}

const ratioOf = ({ ratio }: ReaderSpeed) => ratio;

function describeGoal(goal: Goals, kind: ReaderKind, ratio: number, ours: number): string {
  if (kind === "ours") return `${goal.ratio.toFixed(2)}: ${ratio >= goal.ratio ? "met" : "missed"}`;
  if (!goal.aheadOf.includes(kind)) return "";
  return `ours is faster: ${ours > ratio ? "met" : "missed"}`;
}
