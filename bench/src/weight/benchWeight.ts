import { benchColdStart } from "./benchColdStart.ts";
import { benchEntries } from "./benchEntries.ts";

/** Weighs the published entries and the edge functions. */
export async function benchWeight(): Promise<void> {
  await benchEntries();
  await benchColdStart();
}
