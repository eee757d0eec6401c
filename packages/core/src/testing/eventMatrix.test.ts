import { describe, it } from "vitest";
import { takeWebhook } from "../useCases/takeWebhook.ts";
import { checkMatrixRow, eventMatrix } from "./eventMatrix.ts";
import { createMemoryUnderTest } from "./memoryUnderTest.ts";

const log = { info() {}, warn() {}, error() {} };

describe("the event matrix in the reducer", () => {
  it.each(eventMatrix)("row $row: $name", async (row) => {
    const under = createMemoryUnderTest();
    for (const body of row.deliveries) {
      const text = JSON.stringify(body);
      const rawBody = new TextEncoder().encode(text);
      await takeWebhook({ store: under.store, log }, { body: JSON.parse(text), rawBody });
    }
    await checkMatrixRow(row, under);
  });
});
