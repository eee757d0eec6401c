import { describe, expect, it } from "vitest";
import { permissionCases } from "../testing/permissionCases.ts";
import type { CallPermission } from "../vocabulary/callPermission.ts";
import { type PermissionFacts, readCallPermission } from "./readCallPermission.ts";

describe("readCallPermission", () => {
  it.each(permissionCases)("$name", ({ facts, now, expected }) => {
    expect(readCallPermission(facts, new Date(now))).toMatchObject(expected);
  });

  it("reads the same in any order of the facts", () => {
    for (const { facts, now, expected } of permissionCases) {
      const turned: PermissionFacts = {
        verdicts: facts.verdicts.toReversed(),
        requests: facts.requests.toReversed(),
        calls: facts.calls.toReversed(),
      };
      expect(readCallPermission(turned, new Date(now))).toMatchObject(
        expected satisfies Partial<CallPermission>,
      );
    }
  });
});
