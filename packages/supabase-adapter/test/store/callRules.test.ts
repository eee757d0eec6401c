import { callDirections, callStatuses, endReasons } from "@skale-calls/core";
import {
  type CallRule,
  type CallRuleName,
  callRules,
  directionSources,
  isExpired,
  isGhostOf,
  isLost,
  isReply,
  judgeClaim,
  keepsSession,
  loggedCallId,
  meets,
  pendingCallId,
  permissionStatus,
  permissionStatuses,
  refusalKey,
  ringsUntil,
  timeLimits,
  verdictState,
} from "@skale-calls/core/internal";
import type { TestDatabase } from "@skale-calls/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase } from "../applyMigrations.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(() => database.drop());

const now = new Date("2026-11-22T10:00:00.000Z");
const before = (seconds: number, milliseconds = 0) =>
  new Date(now.getTime() - seconds * 1000 + milliseconds).toISOString();
/** A time at which a limit is reached, or a millisecond before or after it. */
const time = fc
  .tuple(
    fc.constantFrom(0, ...Object.values(timeLimits)),
    fc.constantFrom(-1, 0, 1),
    fc.constantFrom(0, 0, 1),
  )
  .map(([seconds, milliseconds, minutes]) => before(seconds - minutes * 60, milliseconds));
const agents = ["00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000a2"];
const phone = fc.constantFrom("+525512345678", "+5215512345678", "+34600111222", null);
const id = fc.constantFrom("a", "b", null);
const maybe = <T>(values: readonly T[]) => fc.constantFrom(null, ...values);

/** A row of any kind, with few values, so that they coincide often. */
const anyRow = fc.record({
  call_id: fc.constantFrom("wacid.1", pendingCallId("1"), loggedCallId("1")),
  direction: maybe(callDirections),
  direction_source: maybe(directionSources),
  status: fc.constantFrom("iniciando" as const, ...callStatuses),
  end_reason: maybe(endReasons),
  answered_at: fc.option(time),
  hangup_at: fc.option(time),
  unclear_at: fc.option(time),
  ended_at: fc.option(time),
  created_at: fc.option(time, { freq: 20 }),
  contact_phone: phone,
  contact_user_id: id,
  business_phone: phone,
  provider_phone_id: id,
  claimed_by: maybe(agents),
  claimed_key: fc.constantFrom("k", refusalKey, null),
  claimed_at: fc.option(time),
});
type Row = typeof anyRow extends fc.Arbitrary<infer T> ? T : never;

/** Rows that meet one condition of one rule, so that every value of every rule is tested. */
const fittingRow = fc
  .tuple(anyRow, fc.constantFrom(...Object.values<CallRule>(callRules).flat()), fc.nat(99))
  .map(([row, { kind, ...columns }, n]): Row => {
    const kinds = { provider: "wacid.1", pending: pendingCallId("1"), logged: loggedCallId("1") };
    const values = Object.entries(columns).map(([name, wanted]) => {
      if (wanted === "known") return [name, before(n)];
      return [name, wanted === "unknown" ? null : wanted[n % wanted.length]];
    });
    const asked = kind ? { call_id: kinds[kind[n % kind.length] ?? "provider"] } : {};
    return { ...row, ...asked, ...Object.fromEntries(values) };
  });

const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns = 600) =>
  fc.sample(arbitrary, { numRuns, seed: 20_261_122 });
/** Null in SQL counts as false, because the rules are used in a `where` or an `if`. */
async function ask(asked: readonly object[], expression: string): Promise<unknown[]> {
  const rows = await database.sql.unsafe<{ answer: unknown }[]>(
    `select coalesce(${expression}, to_jsonb(false)) as answer
     from (
       select n, a, jsonb_populate_record(null::whatsapp_calls, a -> 'row') as call,
         jsonb_populate_record(null::whatsapp_calls, a -> 'other') as other
       from jsonb_array_elements($1::text::jsonb) with ordinality as x (a, n)
     ) as asked order by n`,
    [JSON.stringify(asked)],
  );
  return rows.map(({ answer }) => answer);
}

function expectBoth(answers: readonly unknown[], expected: readonly unknown[]): void {
  expect(answers).toEqual(expected);
  // A rule with a constant result was not tested.
  expect(new Set(expected).size).toBeGreaterThan(1);
}

describe("the rules in core and in SQL agree on random rows", () => {
  const rows = [...sample(anyRow, 300), ...sample(fittingRow, 600)];

  it.each(Object.keys(callRules) as CallRuleName[])("is_%s", async (name) => {
    const answers = await ask(
      rows.map((row) => ({ row })),
      `to_jsonb(skale_calls.is_${name}(call))`,
    );
    expectBoth(
      answers,
      rows.map((row) => meets(callRules[name], row)),
    );
  });

  it("is_ghost_of", async () => {
    // Nearly a ghost, because random rows would hardly ever match.
    const ghostly = anyRow.map((row) => ({ ...row, direction: "saliente" as const }));
    const pairs = sample(fc.tuple(ghostly, anyRow), 1_500).map(([row, other]) => ({ row, other }));
    const isKnown = (row: Row): row is Row & { created_at: string } => row.created_at !== null;
    expectBoth(
      await ask(pairs, "to_jsonb(skale_calls.is_ghost_of(call, other))"),
      pairs.map(({ row, other }) => isKnown(row) && isKnown(other) && isGhostOf(row, other)),
    );
  });

  it("judge_claim", async () => {
    const claims = sample(
      fc.record({
        row: anyRow.map((row) => ({ ...row, direction: "entrante" as const })),
        userId: fc.constantFrom(...agents),
        key: fc.constantFrom("k", refusalKey),
        offered: fc.boolean(),
      }),
    );
    expectBoth(
      await ask(
        claims,
        `to_jsonb(skale_calls.judge_claim(call, a #>> '{row,claimed_key}', (a ->> 'userId')::uuid, a ->> 'key',
          (a ->> 'offered')::boolean, '${now.toISOString()}'))`,
      ),
      claims.map(({ row, offered, ...claimant }) => judgeClaim(row, claimant, { offered, now })),
    );
  });

  it("rings_until and keeps_session", async () => {
    const events = sample(
      fc.record({ row: anyRow, kind: fc.constantFrom("offer", "answer"), at: time }),
    );
    const until = `skale_calls.rings_until((a ->> 'at')::timestamptz, '${now.toISOString()}')`;
    expectBoth(
      await ask(
        events,
        `jsonb_build_array(extract(epoch from ${until}) * 1000,
          coalesce(skale_calls.keeps_session(call, a ->> 'kind', ${until}, '${now.toISOString()}'), false))`,
      ),
      events.map(({ row, kind, at }) => [
        ringsUntil(at, now).getTime(),
        keepsSession(row, kind, ringsUntil(at, now), now),
      ]),
    );
  });

  it.each([
    ["is_expired", isExpired, {}],
    ["is_expired", isExpired, { hangupSeconds: 15, ringingSeconds: 15 }],
    ["is_lost", isLost, {}],
    ["is_lost", isLost, { pendingSeconds: 0 }],
  ] as const)("%s, with limits of one's own: %#", async (name, isOld, limits) => {
    expectBoth(
      await ask(
        rows.map((row) => ({ row })),
        `to_jsonb(skale_calls.${name}(call, '${JSON.stringify(limits)}', '${now.toISOString()}'))`,
      ),
      rows.map((row) => isOld(row, now, limits)),
    );
  });

  it("permission_status, verdict_state and is_reply", async () => {
    const verdicts = sample(
      fc.record({
        verdict: fc.record({
          occurred_at: time,
          status: fc.constantFrom(...permissionStatuses),
          event_id: fc.constant("e"),
          expires_at: fc.option(time),
          source: maybe(["user_action", "automatic", "provider", "new_word"]),
          context_id: id,
        }),
        event: fc.record({
          response: fc.constantFrom("accept", "reject"),
          permanent: fc.boolean(),
        }),
      }),
    );
    const of = `jsonb_populate_record(null::whatsapp_call_permissions, a -> 'verdict')`;
    expectBoth(
      await ask(
        verdicts,
        `jsonb_build_array(skale_calls.permission_status(a -> 'event'),
          skale_calls.verdict_state(${of}, '${now.toISOString()}'), skale_calls.is_reply(${of}))`,
      ),
      verdicts.map(({ verdict, event }) => [
        permissionStatus(event),
        verdictState(verdict, now),
        isReply(verdict),
      ]),
    );
  });

  it("the kinds of ids", async () => {
    const ids = ["wacid.1", "pending", "Manual:1", pendingCallId(agents[0] ?? ""), ""];
    const [row] = await database.sql`
      select skale_calls.pending_call_id(${agents[0] ?? ""}) as pending,
        skale_calls.logged_call_id(${agents[0] ?? ""}) as logged,
        array(select skale_calls.is_pending(i) from unnest(${ids}::text[]) as i) as "isPending"`;
    expect(row).toEqual({
      pending: pendingCallId(agents[0] ?? ""),
      logged: loggedCallId(agents[0] ?? ""),
      isPending: [false, false, false, true, false],
    });
  });
});
