import { describe, it } from "vitest";
import { availabilityContract } from "./availabilityContract.ts";
import { callStoreContract } from "./callStoreContract.ts";
import { createMemoryUnderTest } from "./memoryUnderTest.ts";

describe("createMemoryCallStore", () => {
  for (const { name, run } of [...callStoreContract, ...availabilityContract]) {
    it(name, () => run(createMemoryUnderTest()));
  }
});
