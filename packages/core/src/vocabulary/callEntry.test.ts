import { expect, it } from "vitest";
import { findEntry } from "./callEntry.ts";

it.each([
  [{ cta_payload: null, deeplink_payload: null }, null],
  [
    { cta_payload: "a", deeplink_payload: null },
    { point: "button", payload: "a" },
  ],
  [
    { cta_payload: null, deeplink_payload: "b" },
    { point: "link", payload: "b" },
  ],
  [
    { cta_payload: "a", deeplink_payload: "b" },
    { point: "button", payload: "a" },
  ],
])("finds the entry point of %j", (call, entry) => {
  expect(findEntry(call)).toEqual(entry);
});

it("reads a row of a store without these columns", () => {
  expect(findEntry({} as Parameters<typeof findEntry>[0])).toBeNull();
});
