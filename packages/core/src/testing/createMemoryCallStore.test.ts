import { describe, it } from "vitest";
import { callStoreContract } from "./callStoreContract.ts";
import { createMemoryUnderTest } from "./memoryUnderTest.ts";

describe("createMemoryCallStore", () => {
  for (const { name, run } of callStoreContract) {
    it(name, () => run(createMemoryUnderTest()));
  }
});
