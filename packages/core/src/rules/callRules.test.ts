import { describe, expect, it } from "vitest";
import {
  callDirections,
  callStatuses,
  endReasons,
  liveStatuses,
  terminalStatuses,
} from "../vocabulary/callStatus.ts";
import { callIdKind, isLogged, isPending, loggedCallId, pendingCallId } from "./callIds.ts";
import { isMissed, isTalk } from "./callRules.ts";

describe("a call's id", () => {
  it.each([
    [pendingCallId("1"), "pending"],
    [loggedCallId("1"), "logged"],
    ["wacid.manual:1", "provider"],
    ["pending", "provider"],
    ["", "provider"],
  ])("%s has the kind %s", (call_id, kind) => {
    expect(callIdKind(call_id)).toBe(kind);
    expect([isPending({ call_id }), isLogged({ call_id })]).toEqual([
      kind === "pending",
      kind === "logged",
    ]);
  });
});

it("every status is live or terminal", () => {
  expect([...liveStatuses, ...terminalStatuses].sort()).toEqual([...callStatuses].sort());
});

describe("a missed call", () => {
  it("is an incoming call that nobody answered or refused", () => {
    const missed = callStatuses.flatMap((status) =>
      [null, ...callDirections].flatMap((direction) =>
        [null, ...endReasons]
          .filter((end_reason) => isMissed({ status, direction, end_reason }))
          .map((end_reason) => `${direction} ${status} ${end_reason}`),
      ),
    );
    expect(missed).toEqual(["entrante no_contestada missed", "entrante no_contestada expired"]);
  });
});

describe("a talk", () => {
  const call = { call_id: "wacid.1", status: "no_contestada", answered_at: null } as const;
  it.each([
    [
      "an answered call",
      { ...call, status: "en_curso", answered_at: "2026-11-22T10:00:00Z" },
      true,
    ],
    [
      "a call that the guide's functions stored as completed",
      { ...call, status: "completada" },
      true,
    ],
    ["a call that nobody answered", call, false],
    ["a ringing call", { ...call, status: "iniciando" }, false],
    [
      "a logged call whose agent chose no status",
      { ...call, call_id: "manual:1", status: "iniciando" },
      true,
    ],
    ["a call logged as not answered", { ...call, call_id: "manual:1" }, false],
  ] as const)("%s: %s", (_, row, expected) => {
    expect(isTalk(row)).toBe(expected);
  });
});
