import { describe, expect, it } from "vitest";
import type { CallChange, ListedCall } from "../../src/index.ts";
import { appendPage, applyCallChanges } from "../../src/list/applyCallChanges.ts";
import { makeCallAt, makeListedCall } from "./makeListedCall.ts";

const ids = (calls: readonly ListedCall[]) => calls.map(({ id }) => id).join("");
const whole = { fits: () => true, end: null };
/** Minutes 9 to 6. */
const calls = [9, 8, 7, 6].map((minute) => makeCallAt(minute));
/** The extent of a list that older calls follow. */
const cut = { fits: () => true, end: calls.at(-1) ?? null };
const change = (call: ListedCall, kind: CallChange["kind"] = "updated") => ({ call, kind });

describe("a call that is in the list", () => {
  it("is replaced in its place", () => {
    const call = makeCallAt(7, { status: "completada" }, 20);
    const patched = applyCallChanges(calls, [change(call)], whole);
    expect(ids(patched)).toBe("jihg");
    expect(patched[2]).toBe(call);
    expect(patched[0]).toBe(calls[0]);
  });

  it.each([
    ["older", 6],
    ["the same", 7],
  ])("stays as it is when the news are %s", (_, updated) => {
    const call = makeCallAt(7, { notes: "theirs" }, updated);
    expect(applyCallChanges(calls, [change(call)], whole)).toBe(calls);
  });

  it("is replaced by a version that is a microsecond newer", () => {
    const known = makeListedCall({ updated_at: "2026-11-22T10:00:00.0001+00:00" });
    const later = makeListedCall({ updated_at: "2026-11-22T10:00:00.000101+00:00" });
    expect(applyCallChanges([known], [change(later)], whole)).toEqual([later]);
    expect(applyCallChanges([later], [change(known)], whole)).toEqual([later]);
  });

  it("is removed when it no longer fits, or was deleted", () => {
    const call = makeCallAt(8, {}, 20);
    expect(ids(applyCallChanges(calls, [change(call)], { ...whole, fits: () => false }))).toBe(
      "jhg",
    );
    expect(ids(applyCallChanges(calls, [change(call, "removed")], whole))).toBe("jhg");
  });

  it("moves when its creation time changes", () => {
    const call = makeCallAt(10, { id: "g" }, 20);
    expect(ids(applyCallChanges(calls, [change(call)], whole))).toBe("gjih");
  });
});

describe("a call that is not in the list", () => {
  it.each([
    ["the newest comes first", makeCallAt(10), "kjihg"],
    [
      "an older one is inserted between others",
      makeCallAt(7, { id: "x", created_at: "2026-11-22T10:07:30+00:00" }),
      "jixhg",
    ],
    ["at the same moment, the larger id comes first", makeCallAt(7, { id: "hh" }), "jihhhg"],
    [
      "one without a time comes before all",
      makeCallAt(7, { id: "x", created_at: null as unknown as string }),
      "xjihg",
    ],
    ["one after the last row comes with the next page", makeCallAt(1), "jihg"],
  ])("%s", (_, call, expected) => {
    expect(ids(applyCallChanges(calls, [change(call, "inserted")], cut))).toBe(expected);
  });

  it("is appended when there are no more pages, and inserted into an empty list", () => {
    const news = [change(makeCallAt(1), "inserted")];
    expect(ids(applyCallChanges(calls, news, whole))).toBe("jihgb");
    expect(ids(applyCallChanges([], news, whole))).toBe("b");
  });

  it("is ignored when it does not fit, or is already deleted", () => {
    const call = makeCallAt(10);
    expect(applyCallChanges(calls, [change(call)], { ...whole, fits: () => false })).toBe(calls);
    expect(applyCallChanges(calls, [change(call, "removed")], whole)).toBe(calls);
  });
});

describe("several changes of one call", () => {
  const [first, second] = [makeCallAt(10), makeCallAt(10, { status: "en_curso" }, 11)];
  it.each<[string, CallChange[], string]>([
    ["the newest counts", [change(first, "inserted"), change(second)], "en_curso"],
    ["the newest counts, even if it comes first", [change(second), change(first)], "en_curso"],
    ["a removal comes last", [change(first, "inserted"), change(second, "removed")], ""],
    [
      "a call that was inserted again is in the list",
      [change(second, "removed"), change(first, "inserted")],
      "iniciando",
    ],
  ])("%s", (_, changes, status) => {
    const found = applyCallChanges(calls, changes, whole).find(({ id }) => id === first.id);
    expect(found?.status ?? "").toBe(status);
  });
});

it("appends a page: a call that moved appears once, and newer versions in the list stay", () => {
  const newer = makeCallAt(6, { notes: "ours" }, 30);
  const known = [...calls.slice(0, 3), newer];
  const patched = appendPage(known, [makeCallAt(6), makeCallAt(5), makeCallAt(4)]);
  expect(ids(patched)).toBe("jihgfe");
  expect(patched[3]).toBe(newer);
});

it("puts 1,000 changes into 5,000 rows in milliseconds", () => {
  const at = (index: number) => new Date(Date.UTC(2026, 10, 1) + index * 1000).toISOString();
  const row = (index: number, updated = 0) =>
    makeListedCall({
      id: String(index).padStart(6, "0"),
      created_at: at(index),
      updated_at: at(index + updated),
    });
  const rows = Array.from({ length: 5000 }, (_, index) => row(4999 - index));
  const changes = Array.from({ length: 1000 }, (_, index) =>
    index % 2 === 0 ? change(row(index * 5, 1)) : change(row(5000 + index), "inserted"),
  );
  const start = performance.now();
  const patched = applyCallChanges(rows, changes, whole);
  const took = performance.now() - start;
  expect(patched).toHaveLength(5500);
  expect(took).toBeLessThan(250);
});
