import { expect, test } from "vitest";
import type { CallQuality } from "./callQuality.ts";
import { rateQuality } from "./rateQuality.ts";

const quality = (values: Partial<CallQuality>): CallQuality => ({
  packetsSent: 0,
  packetsReceived: 0,
  packetsLost: 0,
  energySent: null,
  energyReceived: null,
  inputLevel: 0,
  outputLevel: 0,
  roundTripMs: null,
  jitterMs: null,
  lossPercent: null,
  lastHeardAt: null,
  ...values,
});

test("the rating is unknown, not good, without measurements", () => {
  expect(rateQuality([]).rating).toBe("unknown");
  expect(rateQuality([quality({})]).rating).toBe("unknown");
});

test.each([
  [{ roundTripMs: 120, jitterMs: 4 }, "good"],
  [{ roundTripMs: 300, jitterMs: 4 }, "fair"],
  [{ roundTripMs: 600, jitterMs: 4 }, "bad"],
  [{ roundTripMs: 40, jitterMs: 30 }, "fair"],
  [{ roundTripMs: 300, jitterMs: 60 }, "bad"],
] as const)("%j is %s: the worst of the measures counts", (values, rating) => {
  expect(rateQuality([quality(values)]).rating).toBe(rating);
});

test("only the loss within the window is rated", () => {
  const window = [
    quality({ packetsReceived: 1000, packetsLost: 300 }),
    quality({ packetsReceived: 1245, packetsLost: 305 }),
  ];
  expect(rateQuality(window)).toMatchObject({ lossPercent: 2, rating: "fair" });
});

test("counters that decrease, as after a reordered packet, are not a loss", () => {
  const window = [
    quality({ packetsReceived: 100, packetsLost: 5 }),
    quality({ packetsReceived: 200, packetsLost: 4 }),
  ];
  expect(rateQuality(window)).toMatchObject({ lossPercent: 0, rating: "good" });
});
