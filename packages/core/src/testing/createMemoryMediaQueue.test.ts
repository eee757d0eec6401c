import { describe, it } from "vitest";
import { createMemoryMediaQueue } from "./createMemoryMediaQueue.ts";
import { mediaQueueContract } from "./mediaQueueContract.ts";
import { createMemoryUnderTest } from "./memoryUnderTest.ts";

describe("createMemoryMediaQueue", () => {
  for (const { name, run } of mediaQueueContract) {
    it(name, () => {
      const under = createMemoryUnderTest();
      const retention = new Map<string | null, number>();
      const queue = createMemoryMediaQueue({ store: under.store, retention, now: under.now });
      return run({
        ...under,
        queue,
        keep: async (branchId, days) => void retention.set(branchId, days),
      });
    });
  }
});
