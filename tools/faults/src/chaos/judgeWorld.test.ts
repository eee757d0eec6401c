import { expect, test } from "vitest";
import { type Evidence, judgeWorld, type StoredCall } from "./judgeWorld.ts";
import type { IncomingPlan, OutgoingPlan } from "./planSeed.ts";

const ana = "00000000-0000-4000-8000-0000000000a1";
const luis = "00000000-0000-4000-8000-0000000000a2";
const time = "2026-11-26T10:00:00.000Z";

const incoming: IncomingPlan = {
  way: "in",
  at: 0,
  contact: "+525511111100",
  ringMs: 10,
  talkMs: 10,
  agents: [{ userId: ana, afterMs: 0, act: "answer" }],
  hangUpMs: null,
};
const outgoing: OutgoingPlan = {
  way: "out",
  at: 0,
  contact: "+525511111101",
  id: "00000000-0000-4000-8000-000000000001",
  userId: luis,
  onIncoming: "reject",
  ringMs: 10,
  talkMs: 10,
  clicks: 1,
  hangUpMs: null,
};

const row = (changes: Partial<StoredCall>): StoredCall => ({
  id: "00000000-0000-4000-8000-000000000009",
  call_id: "wacid.in",
  status: "completada",
  end_reason: "completed",
  direction: "entrante",
  user_id: ana,
  contact_phone: incoming.contact,
  answered_at: time,
  rejected_at: null,
  hangup_at: null,
  ended_at: time,
  ...changes,
});

const call = (changes: object) =>
  ({
    wacid: "wacid.in",
    direction: "USER_INITIATED",
    from: incoming.contact,
    to: "+5215500000001",
    state: "ended",
    startedAt: time,
    status: "COMPLETED",
    endedBy: "user",
    ...changes,
  }) as Evidence["calls"][number];

const delivery = (eventId: string, state: "delivered" | "given_up" = "delivered") =>
  ({
    eventId,
    type: "whatsapp.call.terminate",
    detail: null,
    state,
    attempts: [{ at: time, status: 200 }],
  }) as unknown as Evidence["deliveries"][number];

const entry = (event_id: string, call_id: string, outcome = "applied") => ({
  provider: "ycloud",
  event_id,
  call_id,
  kind: "terminated",
  outcome,
  error: null,
});

/** A world in which nothing was lost. */
function makeEvidence(changes: Partial<Evidence> = {}): Evidence {
  const rows = [
    row({}),
    row({
      id: outgoing.id,
      call_id: "wacid.out",
      status: "no_contestada",
      end_reason: "declined",
      direction: "saliente",
      user_id: luis,
      contact_phone: outgoing.contact,
      answered_at: null,
    }),
  ];
  return {
    plan: {
      seed: 1,
      calls: [incoming, outgoing],
      faults: [],
      webhooks: { dropFirst: false, duplicate: 0, reorder: 0, delayMs: 0, lostAnswers: 0 },
      provider: { share: 0, kinds: [] },
      sweep: "patient",
      providerClockSeconds: 0,
    },
    calls: [
      call({}),
      call({
        wacid: "wacid.out",
        direction: "BUSINESS_INITIATED",
        from: "+5215500000001",
        to: outgoing.contact,
        startedAt: null,
      }),
    ],
    deliveries: [delivery("evt_1"), delivery("evt_1"), delivery("evt_2")],
    accepted: [{ wacid: "wacid.in", userId: ana }],
    acts: [
      { contact: incoming.contact, userId: ana, act: "accept", status: 200, code: null },
      { contact: outgoing.contact, userId: luis, act: "dial", status: 200, code: null },
    ],
    unswept: rows,
    rows,
    ledger: [entry("evt_1", "wacid.in"), entry("evt_2", "wacid.out")],
    sessions: [],
    left: [],
    output: "",
    endings: [],
    ...changes,
  };
}

test("a world in which nothing was lost has no problem", () => {
  expect(judgeWorld(makeEvidence())).toEqual([]);
});

const { rows, calls, acts, ledger, plan } = makeEvidence();
const change = (index: number, changes: Partial<StoredCall>) =>
  rows.map((one, place) => (place === index ? { ...one, ...changes } : one));

test.each<[string, Partial<Evidence>, RegExp]>([
  ["a lost row", { rows: rows.slice(1), ledger: ledger.slice(1) }, /^in 00: 0 rows/],
  ["a wrong end", { rows: change(0, { status: "fallida" }) }, /ends fallida/],
  ["an end by the sweep", { unswept: change(0, { status: "en_curso" }) }, /only the sweep/],
  [
    "two calls for one dial",
    {
      calls: [
        ...calls,
        call({ wacid: "wacid.2", direction: "BUSINESS_INITIATED", to: outgoing.contact }),
      ],
    },
    /rang 2 times/,
  ],
  [
    "a ghost that stays",
    { rows: change(1, { id: "other", user_id: null }) },
    /not the row that the agent dialled/,
  ],
  ["another agent's call", { rows: change(0, { user_id: luis }) }, /another agent/],
  ["an agent who is lost", { rows: change(0, { user_id: null }) }, /is lost/],
  [
    "two agents",
    {
      acts: [
        ...acts,
        { contact: incoming.contact, userId: luis, act: "accept", status: 200, code: null },
      ],
    },
    /two agents/,
  ],
  [
    "an agent who is refused on the own call",
    {
      acts: [
        ...acts,
        { contact: incoming.contact, userId: ana, act: "accept", status: 409, code: "not_ringing" },
      ],
    },
    /was refused/,
  ],
  ["a lost event", { ledger: ledger.slice(1) }, /0 times in the ledger/],
  ["an event that is there twice", { ledger: [...ledger, entry("evt_1", "wacid.in")] }, /2 times/],
  [
    "a dead letter",
    { ledger: [entry("evt_1", "wacid.in", "dead_letter"), entry("evt_2", "wacid.out")] },
    /dead_letter/,
  ],
  [
    "a webhook that the sender gave up",
    { deliveries: [delivery("evt_1", "given_up"), delivery("evt_2")] },
    /gave up/,
  ],
  [
    "an internal error",
    {
      acts: [
        ...acts,
        { contact: incoming.contact, userId: luis, act: "claim", status: 500, code: "internal" },
      ],
    },
    /claim was answered 500/,
  ],
  ["a session", { sessions: ["a"] }, /session/],
  ["a lock", { left: ["an advisory lock is left"] }, /advisory lock/],
  ["an SDP in the log", { output: "v=0" }, /SDP/],
  ["a phone in the log", { output: "to +525511111100" }, /phone/],
  [
    "a clock that was not off",
    {
      deliveries: [
        { ...delivery("evt_1"), attempts: [{ at: time, status: 401 }] },
        delivery("evt_2"),
      ],
    },
    /answered 401/,
  ],
])("%s is found", (_name, changes, problem) => {
  expect(judgeWorld(makeEvidence(changes)).join("\n")).toMatch(problem);
});

test("a clock that is off may refuse signatures", () => {
  const deliveries = [
    {
      ...delivery("evt_1"),
      attempts: [
        { at: time, status: 401 },
        { at: time, status: 200 },
      ],
    },
    delivery("evt_2"),
  ];
  const faults = [{ kind: "clock_off", at: 0, forMs: 1, server: 0, seconds: 600 }] as const;
  expect(judgeWorld(makeEvidence({ deliveries, plan: { ...plan, faults } }))).toEqual([]);
});
