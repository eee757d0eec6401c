import { isMissed, isTalk } from "@skale-calls/core";
import { aliasRules, loggedCallId, phoneKey } from "@skale-calls/core/internal";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createCallService, type WhatsappCall } from "../../src/index.ts";
import {
  backends,
  branchA,
  branchB,
  type CallsWorld,
  startCallsWorld,
} from "../startCallsWorld.ts";

const minute = 60_000;
const start = Date.now() - 24 * 60 * minute;
const at = (minutes: number) => new Date(start + minutes * minute).toISOString();
const ana = "+525512345678";
const anasOtherForm = "+5215512345678";
/** A different contact whose number has the same last digits. */
const stranger = "+34612345678";

const missed = { status: "no_contestada", end_reason: "missed" } as const;
const answered = { status: "completada", answered_at: at(0) } as const;
const out = { direction: "saliente" } as const;

function expected(rows: readonly WhatsappCall[], since: string) {
  const keyOf = (row: WhatsappCall) =>
    row.contact_phone === null ? row.contact_user_id : phoneKey(row.contact_phone);
  const time = (row: WhatsappCall) => Date.parse(row.created_at);
  const own = rows.filter((row) => row.branch_id === branchA && time(row) >= Date.parse(since));
  const waiting = own.filter(
    (row) =>
      keyOf(row) !== null &&
      isMissed(row) &&
      !own.some(
        (later) => keyOf(later) === keyOf(row) && isTalk(later) && time(later) >= time(row),
      ),
  );
  return waiting
    .filter((row) => !waiting.some((o) => keyOf(o) === keyOf(row) && time(o) > time(row)))
    .sort((a, b) => time(b) - time(a))
    .map((row) => ({
      id: row.id,
      missedCount: waiting.filter((other) => keyOf(other) === keyOf(row)).length,
      attempts: own.filter(
        (other) =>
          keyOf(other) === keyOf(row) && other.direction === "saliente" && time(other) > time(row),
      ).length,
    }));
}

describe.for(backends)("on %s", (backend) => {
  let world: CallsWorld;
  beforeAll(async () => {
    vi.spyOn(console, "error").mockImplementation(() => {}); // The API's server prints refused requests.
    world = await startCallsWorld(backend);
  }, 60_000);
  afterAll(async () => {
    vi.restoreAllMocks();
    await world.stop();
  });
  const agent = () => createCallService(world.clients["agent of A"], world.options);
  /** Each call is one minute after the previous one. */
  async function toReturn(...calls: Partial<WhatsappCall>[]) {
    const rows = await world.replaceCalls(
      calls.map((call, index) => ({ contact_phone: ana, created_at: at(index), ...call })),
    );
    const found = await agent().fetchCallsToReturn();
    return found.map(({ call, missedCount, attempts }) => ({
      index: rows.findIndex(({ id }) => id === call.id),
      missedCount,
      attempts,
    }));
  }

  it.each<[string, Partial<WhatsappCall>[], [index: number, missed: number, attempts: number][]]>([
    ["a missed call", [missed], [[0, 1, 0]]],
    ["the newest of several", [missed, { ...missed, end_reason: "expired" }], [[1, 2, 0]]],
    ["none if the contact answered later", [missed, { ...out, ...answered }], []],
    ["none if the contact reached us later", [missed, answered], []],
    [
      "none if the contact is in a call now",
      [missed, { status: "en_curso", answered_at: at(1) }],
      [],
    ],
    [
      "none if an agent logged a return",
      [missed, { ...out, call_id: loggedCallId("1"), status: "completada" }],
      [],
    ],
    [
      "none if an agent logged a call before statuses could be chosen",
      [missed, { ...out, call_id: loggedCallId("1") }],
      [],
    ],
    [
      "an attempt that an agent logged as not answered",
      [missed, { ...out, call_id: loggedCallId("1"), status: "no_contestada" }],
      [[0, 1, 1]],
    ],
    [
      "none if the talk was under another form of the number",
      [missed, { ...out, ...answered, contact_phone: anasOtherForm }],
      [],
    ],
    [
      "both forms as one contact",
      [missed, { ...missed, contact_phone: anasOtherForm }],
      [[1, 2, 0]],
    ],
    [
      "a different contact whose number has the same last digits",
      [
        missed,
        { ...out, ...answered, contact_phone: stranger },
        { ...missed, contact_phone: anasOtherForm },
      ],
      [[2, 2, 0]],
    ],
    [
      "how often we tried since",
      [
        { ...out, status: "no_contestada" },
        missed,
        { ...out, status: "no_contestada" },
        { ...out, status: "fallida" },
      ],
      [[1, 1, 2]],
    ],
    ["a call that was missed after a talk", [missed, answered, missed], [[2, 1, 0]]],
    [
      "no call that the contact or the agent declined",
      [
        { status: "no_contestada", end_reason: "declined" },
        { status: "cancelada", end_reason: "rejected" },
      ],
      [],
    ],
    ["no outgoing call", [{ ...out, ...missed, end_reason: "no_answer" }], []],
    [
      "users without a number, by their id",
      [
        { ...missed, contact_phone: null, contact_user_id: "MX.1" },
        { ...missed, contact_phone: null, contact_user_id: "MX.2" },
        { ...answered, contact_phone: null, contact_user_id: "MX.1" },
      ],
      [[1, 1, 0]],
    ],
    ["no contact without a number or an id", [{ ...missed, contact_phone: null }], []],
    [
      "no call of another branch or without a branch",
      [
        { ...missed, branch_id: branchB },
        { ...missed, branch_id: null },
      ],
      [],
    ],
    ["no call older than a week", [{ ...missed, created_at: at(-7 * 24 * 60) }], []],
  ])("gives %s", async (_, calls, wanted) => {
    expect(await toReturn(...calls)).toEqual(
      wanted.map(([index, missedCount, attempts]) => ({ index, missedCount, attempts })),
    );
  });

  it("returns the same as a simple model, for random calls", async () => {
    const call = fc.record({
      contact_phone: fc.constantFrom(
        ana,
        anasOtherForm,
        stranger,
        "+5491123456789",
        "+541123456789",
        null,
      ),
      contact_user_id: fc.constantFrom("MX.1", "MX.2", null),
      status: fc.constantFrom(
        "no_contestada",
        "no_contestada",
        "completada",
        "cancelada",
        "iniciando",
      ),
      direction: fc.constantFrom("entrante", "entrante", "saliente", null),
      end_reason: fc.constantFrom("missed", "missed", "expired", "declined", null),
      answered_at: fc.constantFrom(null, null, null, at(0)),
      branch_id: fc.constantFrom(branchA, branchA, branchA, branchB, null),
      isManual: fc.integer({ max: 9 }).map((n) => n === 0),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { maxLength: 30 }),
        fc.nat({ max: 10 }),
        async (calls, from) => {
          const rows = await world.replaceCalls(
            calls.map(({ isManual, ...fields }, index) => ({
              ...(fields as Partial<WhatsappCall>),
              created_at: at(index),
              ...(isManual ? { call_id: loggedCallId(String(index)) } : {}),
            })),
          );
          const found = await agent().fetchCallsToReturn({ since: at(from) });
          expect(
            found.map(({ call: { id }, missedCount, attempts }) => ({ id, missedCount, attempts })),
          ).toEqual(expected(rows, at(from)));
        },
      ),
      { numRuns: backend === "Postgres" ? 60 : 15 },
    );
  }, 60_000);

  it("returns rows in the form of lists, up to the limit, only to agents of the branch", async () => {
    const rows = await world.replaceCalls(
      [1, 2, 3].map((n) => ({ ...missed, contact_phone: `+52551111000${n}`, created_at: at(n) })),
    );
    const found = await agent().fetchCallsToReturn({ limit: 2 });
    expect(found.map(({ call }) => call.contact_phone)).toEqual(["+525511110003", "+525511110002"]);
    const [row] = rows.filter(({ id }) => id === found[0]?.call.id);
    const { raw_payload, transcript, ...listed } = row ?? ({} as (typeof rows)[0]);
    expect(Object.keys(found[0]?.call ?? {}).sort()).toEqual(Object.keys(listed).sort());
    expect(await agent().fetchCallsToReturn({ limit: 0 })).toHaveLength(1);
    for (const who of ["agent of B", "no agent"] as const) {
      expect(
        await createCallService(world.clients[who], world.options).fetchCallsToReturn(),
      ).toEqual([]);
    }
    await expect(
      createCallService(world.clients.anon, world.options).fetchCallsToReturn(),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(agent().fetchCallsToReturn({ since: "last week" })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });
});

it("the last seven digits are the same in all forms of a number, which the SQL relies on", () => {
  for (const { subscriberDigits } of aliasRules) expect(subscriberDigits).toBeGreaterThanOrEqual(7);
});
