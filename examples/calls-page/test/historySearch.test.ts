import { describe, expect, it } from "vitest";
import {
  changeFilters,
  countFilters,
  historySearchSchema,
  noFilters,
  readFilters,
} from "../src/history/historySearch.ts";

describe("the address", () => {
  it("keeps valid values and drops the rest", () => {
    const search = { direction: "entrante", status: "perdidas", from: "2026-11-01", q: "ana" };
    expect(historySearchSchema.parse(search)).toMatchObject(search);
    const wrong = { direction: "x", status: 7, from: "2026-02-30", to: "1026-01-01", q: ["a"] };
    expect(historySearchSchema.parse(wrong)).toEqual(noFilters);
  });

  it("accepts a number without quotes", () => {
    expect(historySearchSchema.parse({ q: 5587 }).q).toBe("5587");
  });
});

describe("the list's filters", () => {
  it("are whole days in the time zone", () => {
    // In Chile the clocks went forward at midnight on 6 September, so that day begins at 1:00.
    const { from, to } = readFilters({ from: "2026-09-06", to: "2026-09-06" }, "America/Santiago");
    expect([from, to]).toEqual(["2026-09-06T04:00:00.000Z", "2026-09-07T03:00:00.000Z"]);
  });

  it("select missed calls as core defines them, for any direction", () => {
    const asked = { missed: true, direction: null, status: null };
    expect(readFilters({ status: "perdidas" }, "UTC")).toMatchObject(asked);
    expect(readFilters({ status: "perdidas", direction: "saliente" }, "UTC")).toMatchObject(asked);
  });

  it("select the calls of a call button or a call link, also the missed ones", () => {
    const asked = { entryPoint: "button", direction: null, missed: false };
    expect(readFilters({ direction: "boton" }, "UTC")).toMatchObject(asked);
    const missed = { entryPoint: "link", direction: null, missed: true };
    expect(readFilters({ direction: "enlace", status: "perdidas" }, "UTC")).toMatchObject(missed);
  });

  it("select everything without a filter", () => {
    const filters = readFilters({ q: "  " }, "UTC");
    expect(Object.values(filters).filter(Boolean)).toEqual([]);
  });
});

describe("a change", () => {
  it("keeps the other filters", () => {
    expect(changeFilters({ q: "ana", status: "fallida" }, { direction: "saliente" })).toEqual({
      q: "ana",
      status: "fallida",
      direction: "saliente",
    });
  });

  it("never selects outgoing missed calls", () => {
    const missed = changeFilters({ direction: "saliente" }, { status: "perdidas" });
    expect(missed).toEqual({ direction: undefined, status: "perdidas" });
    expect(changeFilters(missed, { direction: "saliente" }).status).toBeUndefined();
    const byButton = { direction: "boton", status: "perdidas" } as const;
    expect(changeFilters({ direction: "boton" }, { status: "perdidas" })).toEqual(byButton);
    expect(changeFilters({ status: "perdidas" }, { direction: "boton" })).toEqual(byButton);
  });
});

it("counts the two days as one filter", () => {
  expect(countFilters({})).toBe(0);
  expect(countFilters({ from: "2026-11-01", to: "2026-11-02", q: "a" })).toBe(2);
  expect(countFilters({ to: "2026-11-02" })).toBe(1);
});
