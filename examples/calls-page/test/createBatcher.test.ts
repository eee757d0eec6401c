import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createBatcher } from "../src/leads/createBatcher.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(most?: number) {
  const asked: string[][] = [];
  const read = createBatcher(async (keys: readonly string[]) => {
    asked.push([...keys]);
    if (keys.includes("wrong")) throw new Error("no");
    return new Map(keys.filter((key) => key !== "absent").map((key) => [key, key.toUpperCase()]));
  }, most);
  return { asked, read };
}

it("combines simultaneous reads, each key once", async () => {
  const { asked, read } = start();
  const answers = Promise.all(["a", "b", "a", "absent"].map(read));
  await vi.runAllTimersAsync();
  expect(await answers).toEqual(["A", "B", "A", null]);
  expect(asked).toEqual([["a", "b", "absent"]]);
  const later = read("c");
  await vi.runAllTimersAsync();
  expect([await later, asked.length]).toEqual(["C", 2]);
});

it("splits keys over requests, and a failed request rejects only its own keys", async () => {
  const { asked, read } = start(2);
  const answers = Promise.allSettled(["a", "b", "wrong", "d"].map(read));
  await vi.runAllTimersAsync();
  expect((await answers).map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "rejected",
  ]);
  expect(asked).toEqual([
    ["a", "b"],
    ["wrong", "d"],
  ]);
});
