import { measureReaders } from "./measureReaders.ts";
import { printTable } from "./printTable.ts";
import { bodySizes } from "./webhookBodies.ts";
import { webhookReaders } from "./webhookReaders.ts";

/** Measures the reading of one webhook: verify, parse, validate, normalise. Runs in Node and in Deno. */
export async function benchReading(runtime: string): Promise<void> {
  for (const { label, make } of bodySizes) {
    const speeds = await measureReaders(webhookReaders, make());
    printTable(
      `Reading a webhook of ${label}, in ${runtime}; events a second of processor time`,
      speeds.map(({ name, eventsPerSecond, ratio, does }) => ({
        "": name,
        "events/s": Math.round(eventsPerSecond),
        "of the floor": ratio,
        does,
      })),
    );
  }
}
