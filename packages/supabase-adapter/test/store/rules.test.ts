import { type CallFacts, deriveStatus, phoneAliases } from "@skale-calls/core";
import { endCauses, mergeFacts, noFacts, phoneKey } from "@skale-calls/core/internal";
import type { TestDatabase } from "@skale-calls/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyFacts } from "../../../core/src/testing/arbitraries.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(() => database.drop());

/** Every combination of the facts that a status depends on. */
function everyCombination(): CallFacts[] {
  const at = "2026-11-22T10:00:00.000Z";
  const times = [
    "answered_at",
    "declined_at",
    "rejected_at",
    "hangup_at",
    "ended_at",
    "expired_at",
  ] as const;
  let all: CallFacts[] = [noFacts];
  const cross = (variants: readonly Partial<CallFacts>[]) => {
    all = all.flatMap((facts) => variants.map((variant) => ({ ...facts, ...variant })));
  };
  for (const name of times) cross([{ [name]: null }, { [name]: at }]);
  cross([null, "entrante", "saliente"].map((direction) => ({ direction }) as Partial<CallFacts>));
  cross([null, ...endCauses].map((end_cause) => ({ end_cause })));
  cross([{ error_code: null }, { error_code: "138021" }]);
  return all;
}

describe("the rules in SQL and in core", () => {
  it("derive the same status from every combination of facts", async () => {
    const all = everyCombination();
    expect(all).toHaveLength(2 ** 6 * 3 * 6 * 2);
    const rows = await database.sql<{ status: string; endReason: string | null }[]>`
      select (d).status, (d).end_reason as "endReason" from (
        select n, skale_calls.derive_status(jsonb_populate_record(null::whatsapp_calls, facts)) as d
        from jsonb_array_elements(${JSON.stringify(all)}::text::jsonb) with ordinality as a (facts, n)
      ) as derived order by n`;
    expect(rows.map((row) => ({ ...row }))).toEqual(all.map((facts) => deriveStatus(facts)));
  });

  it("merge any two facts equally, and find the same contradictions", async () => {
    const pairs = fc.sample(fc.tuple(anyFacts, anyFacts), { numRuns: 3_000, seed: 20_261_122 });
    const rows = await database.sql<
      { merged: Record<string, unknown>; contradicts: boolean; same: boolean }[]
    >`
      select to_jsonb(skale_calls.merge_facts(a, b)) as merged, skale_calls.contradicts(a, b) as contradicts,
        skale_calls.merge_facts(a, b) is not distinct from a as same
      from (
        select n, jsonb_populate_record(null::whatsapp_calls, pair -> 0) as a,
          jsonb_populate_record(null::whatsapp_calls, pair -> 1) as b
        from jsonb_array_elements(${JSON.stringify(pairs)}::text::jsonb) with ordinality as p (pair, n)
      ) as pairs order by n`;
    expect(rows).toHaveLength(pairs.length);
    rows.forEach(({ merged, contradicts, same }, index) => {
      const [a, b] = pairs[index] ?? [noFacts, noFacts];
      const expected = mergeFacts(a, b);
      expect({ facts: pickFacts(merged), contradicts, changed: !same }).toEqual({
        ...expected,
        facts: pickFacts({ ...expected.facts }),
      });
    });
  });

  it("compute the same key for all aliases of a number", async () => {
    const phones = [
      "+525512345678",
      "+541123456789",
      "+5511987654321",
      "+34600111222",
      "+5531876543210",
      "+551134567890",
      ...[
        "+22577100000",
        "+22541234567",
        "+22505123456",
        "+22520212223",
        "+22522841234",
        "+22530001234",
      ],
      ...[
        "+22597123456",
        "+22997123456",
        "+2417123456",
        "+2412123456",
        "+2411123456",
        "+23777123456",
      ],
      ...["+841201234567", "+841211234567", "+841661234567", "+841881234567", "+841991234567"],
      "raw",
    ];
    const forms = phones.flatMap((phone) => phoneAliases(phone));
    const rows = await database.sql`
      select skale_calls.phone_key(p) as key, skale_calls.phone_aliases(p) as aliases from jsonb_array_elements_text(${JSON.stringify(forms)}::text::jsonb) as p`;
    expect(rows.map(({ key }) => key)).toEqual(forms.map(phoneKey));
    expect(rows.map(({ aliases }) => aliases.toSorted())).toEqual(
      forms.map((form) => phoneAliases(form).toSorted()),
    );
  });
});

function pickFacts(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(noFacts).map((name) => {
      const value = row[name];
      return [name, name.endsWith("_at") && typeof value === "string" ? Date.parse(value) : value];
    }),
  );
}
