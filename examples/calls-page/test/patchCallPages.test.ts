import type { CallsPage, WhatsappCall } from "@skale-calls/supabase-adapter";
import { describe, expect, it } from "vitest";
import { patchCallPages } from "../src/data/patchCallPages.ts";
import { makeCall } from "./makeCall.ts";

const at = (minute: number, updated = minute): Partial<WhatsappCall> => ({
  created_at: `2026-11-22T10:${String(minute).padStart(2, "0")}:00.5+00:00`,
  updated_at: `2026-11-22T10:${String(updated).padStart(2, "0")}:00.5+00:00`,
});
const ids = (pages: readonly CallsPage[]) => pages.map((page) => page.calls.map(({ id }) => id));
const all = () => true;

/** Minutes 9, 8 and 7, 6; there are older ones. */
const pages: CallsPage[] = [
  { calls: [makeCall({ id: "i", ...at(9) }), makeCall({ id: "h", ...at(8) })], next: "h" },
  { calls: [makeCall({ id: "g", ...at(7) }), makeCall({ id: "f", ...at(6) })], next: "f" },
];

describe("a call that is known", () => {
  it("is replaced in its place", () => {
    const call = makeCall({ id: "g", status: "completada", ...at(7, 20) });
    const patched = patchCallPages(pages, [{ call, kind: "updated" }], all);
    expect(ids(patched)).toEqual([
      ["i", "h"],
      ["g", "f"],
    ]);
    expect(patched[1]?.calls[0]).toBe(call);
    // Pages that did not change are the same, so that nobody draws them again.
    expect(patched[0]).toBe(pages[0]);
  });

  it("stays as it is when the news are older", () => {
    const known = { ...at(7, 30), id: "g", notes: "ours" };
    const list = [{ calls: [makeCall(known)], next: null }];
    const change = { call: makeCall({ id: "g", ...at(7, 20) }), kind: "updated" as const };
    expect(patchCallPages(list, [change], all)).toBe(list);
  });

  it("leaves when it no longer fits, and when it is removed", () => {
    const call = makeCall({ id: "h", ...at(8, 20) });
    const gone = [["i"], ["g", "f"]];
    expect(ids(patchCallPages(pages, [{ call, kind: "updated" }], () => false))).toEqual(gone);
    expect(ids(patchCallPages(pages, [{ call, kind: "removed" }], all))).toEqual(gone);
  });

  it("moves when its creation has become another one", () => {
    const call = makeCall({ id: "f", ...at(10, 20) });
    const patched = patchCallPages(pages, [{ call, kind: "updated" }], all);
    expect(ids(patched)).toEqual([["f", "i", "h"], ["g"]]);
  });
});

describe("a call that is not known", () => {
  it.each([
    [
      "the newest comes on top",
      { id: "j", ...at(10) },
      [
        ["j", "i", "h"],
        ["g", "f"],
      ],
    ],
    [
      "one between two pages",
      { id: "x", ...at(7, 20), created_at: "2026-11-22T10:07:30+00:00" },
      [
        ["i", "h"],
        ["x", "g", "f"],
      ],
    ],
    [
      "of one moment, the larger id is first",
      { id: "g2", ...at(7) },
      [
        ["i", "h"],
        ["g2", "g", "f"],
      ],
    ],
    [
      "one behind the last page comes with the next page",
      { id: "a", ...at(1) },
      [
        ["i", "h"],
        ["g", "f"],
      ],
    ],
  ])("%s", (_, values, expected) => {
    const change = { call: makeCall(values), kind: "inserted" as const };
    expect(ids(patchCallPages(pages, [change], all))).toEqual(expected);
  });

  it("comes last where there are no more pages, and first into an empty list", () => {
    const change = { call: makeCall({ id: "a", ...at(1) }), kind: "inserted" as const };
    const ended = pages.map((page, index) => (index === 1 ? { ...page, next: null } : page));
    expect(ids(patchCallPages(ended, [change], all))).toEqual([
      ["i", "h"],
      ["g", "f", "a"],
    ]);
    expect(ids(patchCallPages([{ calls: [], next: null }], [change], all))).toEqual([["a"]]);
  });

  it("is left out when it does not fit, or is gone already", () => {
    const call = makeCall({ id: "j", ...at(10) });
    expect(patchCallPages(pages, [{ call, kind: "inserted" }], () => false)).toBe(pages);
    expect(patchCallPages(pages, [{ call, kind: "removed" }], all)).toBe(pages);
  });
});

it("takes changes in their order", () => {
  const call = makeCall({ id: "j", ...at(10) });
  const later = makeCall({ id: "j", status: "en_curso", ...at(10, 11) });
  const patched = patchCallPages(
    pages,
    [
      { call, kind: "inserted" },
      { call: later, kind: "updated" },
    ],
    all,
  );
  expect(patched[0]?.calls[0]).toBe(later);
  expect(ids(patched)).toEqual([
    ["j", "i", "h"],
    ["g", "f"],
  ]);
});
