import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arePhoneAliases } from "../phone/phoneAliases.ts";
import { anyFacts } from "../testing/arbitraries.ts";
import { type CallFacts, noFacts } from "../vocabulary/callFacts.ts";
import { compareCodePoints, mergeFacts } from "./mergeFacts.ts";

const join = (a: CallFacts, b: CallFacts) => mergeFacts(a, b).facts;

describe("mergeFacts", () => {
  it("is commutative, associative and idempotent", () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, anyFacts, (a, b, c) => {
        expect(join(a, b)).toEqual(join(b, a));
        expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
        expect(join(a, a)).toEqual(a);
        expect(mergeFacts(join(a, b), b).changed).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it("finds the same contradictions in either order", () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (a, b) => {
        expect(mergeFacts(a, b).contradicts).toBe(mergeFacts(b, a).contradicts);
      }),
    );
  });

  it("lets what we dialled win and reports the contradiction", () => {
    const dialled = {
      ...noFacts,
      direction: "saliente",
      direction_source: "dialled",
      contact_phone: "+525599999999",
    } as const;
    const said = { ...noFacts, contact_phone: "+525511111111" };
    expect(mergeFacts(dialled, said)).toMatchObject({
      facts: { contact_phone: "+525599999999" },
      changed: false,
      contradicts: true,
    });
    expect(join(said, dialled).contact_phone).toBe("+525599999999");
  });

  it("sees no contradiction between aliases of one number", () => {
    const [a, b] = ["+525512345678", "+5215512345678"];
    expect(arePhoneAliases(a ?? "", b ?? "")).toBe(true);
    const merged = mergeFacts({ ...noFacts, contact_phone: a ?? "" }, { contact_phone: b ?? "" });
    expect(merged.contradicts).toBe(false);
  });

  it("keeps the newest recording, by the time of its event, without a contradiction", () => {
    const at = (minute: number) => `2026-11-22T10:0${minute}:00.000Z`;
    const older = { ...noFacts, recording_asset: "a", recording_at: at(1) };
    const newer = { ...noFacts, recording_asset: "b", recording_at: at(2) };
    for (const merged of [mergeFacts(older, newer), mergeFacts(newer, older)]) {
      expect(merged.facts).toMatchObject({ recording_asset: "b", recording_at: at(2) });
      expect(merged.contradicts).toBe(false);
    }
    // At the same time, the first id is kept; one without a time, from an older row, is not.
    const same = { ...noFacts, recording_asset: "c", recording_at: at(2) };
    const undated = { ...noFacts, recording_asset: "0" };
    expect(join(same, newer).recording_asset).toBe("b");
    expect(join(join(undated, same), newer).recording_asset).toBe("b");
  });

  it("sees no change in the same instant written differently", () => {
    const known = { ...noFacts, started_at: "2026-11-22T10:00:00+00:00" };
    expect(mergeFacts(known, { started_at: "2026-11-22T10:00:00.000Z" }).changed).toBe(false);
  });

  it("orders by code points as Postgres does, not by UTF-16 units", () => {
    expect(compareCodePoints("\u{1F600}", "\uFF5E")).toBeGreaterThan(0);
    expect("\u{1F600}" < "\uFF5E").toBe(true);
    expect(compareCodePoints("a", "ab")).toBeLessThan(0);
    expect(compareCodePoints("a", "a")).toBe(0);
  });
});
