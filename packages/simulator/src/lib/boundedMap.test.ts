import { expect, it } from "vitest";
import { createBoundedMap } from "./boundedMap.ts";

it("keeps the newest entries and reports those that it removes", () => {
  const forgotten: number[] = [];
  const map = createBoundedMap<number>(2, (value) => forgotten.push(value));
  map.set("a", 1);
  map.set("b", 2);
  map.set("a", 3);
  map.set("c", 4);
  expect(map.values()).toEqual([3, 4]);
  expect(map.get("b")).toBeUndefined();
  expect(forgotten).toEqual([2]);
});
