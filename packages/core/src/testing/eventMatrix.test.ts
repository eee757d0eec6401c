import { describe, it } from "vitest";
import { checkMatrixRow, eventMatrix } from "./eventMatrix.ts";
import { createMemoryUnderTest } from "./memoryUnderTest.ts";
import { takeBody } from "./takeBody.ts";

const onEvent = () => {};

describe("the event matrix in the reducer", () => {
  it.each(eventMatrix)("row $row: $name", async (row) => {
    const under = createMemoryUnderTest();
    for (const body of row.deliveries) {
      await takeBody({ store: under.store, onEvent }, body);
    }
    await checkMatrixRow(row, under);
  });
});
