import { contractWorld } from "@skale-calls/core/testing";
import { createRandom, type Random } from "./createRandom.ts";

/** All times are milliseconds since the start of the world. */
export interface Plan {
  seed: number;
  calls: readonly CallPlan[];
  faults: readonly TimedFault[];
  webhooks: WebhookFaults;
  /** The share of the requests to the provider that go wrong, and how. */
  provider: { share: number; kinds: readonly ProviderFault[] };
  /** `eager`: the sweep ends calls that are still alive, and later webhooks must correct it. */
  sweep: "patient" | "eager";
  /** How far the provider's clock is off all the time. The servers then accept such signatures. */
  providerClockSeconds: number;
}

export type CallPlan = IncomingPlan | OutgoingPlan;

export interface IncomingPlan {
  way: "in";
  at: number;
  contact: string;
  /** How long the contact lets it ring, and then talks. */
  ringMs: number;
  talkMs: number;
  /** Empty: nobody answers. Each waits this long after the call was seen. */
  agents: readonly { userId: string; afterMs: number; act: "answer" | "reject" }[];
  /** The agent who answered hangs up after this time; null: the contact does. */
  hangUpMs: number | null;
}

export interface OutgoingPlan {
  way: "out";
  at: number;
  contact: string;
  /** The uuid that the agent's browser chooses. */
  id: string;
  userId: string;
  onIncoming: "answer" | "reject" | "ignore" | "fail";
  ringMs: number;
  talkMs: number;
  /** Two: a double click. */
  clicks: 1 | 2;
  hangUpMs: number | null;
}

/** The faults of all webhooks: these of the simulator, and `lostAnswers` and `refused` on the way to the servers. */
export interface WebhookFaults {
  dropFirst: boolean;
  duplicate: number;
  reorder: number;
  delayMs: number;
  /** The share of the requests that a server takes, but whose sender never hears of it. */
  lostAnswers: number;
}

export const providerFaults = [
  "slow",
  "error",
  "busy",
  "error_after",
  "garbage",
  "garbage_after",
  "no_id_after",
  "cut",
  "cut_after",
  "hang_after",
] as const;
/** What goes wrong with a request to the provider. Those with `after`: the provider has acted. */
export type ProviderFault = (typeof providerFaults)[number];

export type TimedFault = { at: number; forMs: number } & Fault;

type Fault =
  | { kind: "server_killed"; servers: readonly number[] }
  | { kind: "database_restarted"; shutdown: "fast" | "immediate" | "killed" }
  | { kind: "connections_refused" | "connections_severed" | "answers_withheld" }
  | { kind: "tables_locked" | "no_connections_left" }
  | { kind: "clock_off"; server: number; seconds: number };

/** Calls and faults begin within this time. */
export const loadMs = 1_200;
const longestCallMs = 900;
export const minutesOff = 600;
const [{ id: ana }, { id: luis }] = contractWorld.agents;
const agents = [ana, luis];

/** Plans the world of a seed: every choice in it comes from the seed. */
export function planSeed(seed: number): Plan {
  const random = createRandom(`seed ${seed}`);
  return {
    seed,
    calls: planCalls(random.fork("calls")),
    faults: planFaults(random.fork("faults")),
    ...planNetwork(random.fork("network")),
  };
}

function planCalls(random: Random): CallPlan[] {
  return Array.from({ length: random.int(10, 16) }, (_, index) => {
    const base = {
      at: random.int(0, loadMs),
      // Each contact has one call, so the provider's truth about it is unambiguous.
      contact: `+5255${random.int(100_000, 999_999)}${String(index).padStart(2, "0")}`,
      ringMs: random.int(20, longestCallMs),
      talkMs: random.int(20, longestCallMs),
      hangUpMs: random.chance(0.4) ? random.int(0, 600) : null,
    };
    return random.chance(0.5) ? planIncoming(random, base) : planOutgoing(random, base);
  });
}

type Base = Pick<IncomingPlan, "at" | "contact" | "ringMs" | "talkMs" | "hangUpMs">;

function planIncoming(random: Random, base: Base): IncomingPlan {
  const count = random.pick([0, 1, 1, 1, 2, 2]);
  return {
    ...base,
    way: "in",
    agents: agents.slice(0, count).map((userId) => ({
      userId,
      afterMs: random.pick([0, 0, random.int(0, 200)]),
      act: random.chance(0.75) ? "answer" : "reject",
    })),
  };
}

function planOutgoing(random: Random, base: Base): OutgoingPlan {
  return {
    ...base,
    way: "out",
    id: random.uuid(),
    userId: random.pick(agents),
    onIncoming: random.pick(["answer", "answer", "answer", "reject", "ignore", "fail"]),
    clicks: random.chance(0.3) ? 2 : 1,
  };
}

function planFaults(random: Random): TimedFault[] {
  const planners: readonly (() => Fault)[] = [
    () => ({ kind: "server_killed", servers: random.pick([[0], [1], [0, 1]]) }),
    () => ({ kind: "database_restarted", shutdown: random.pick(["fast", "immediate", "killed"]) }),
    () => ({ kind: "connections_refused" }),
    () => ({ kind: "connections_severed" }),
    () => ({ kind: "answers_withheld" }),
    () => ({ kind: "tables_locked" }),
    () => ({ kind: "no_connections_left" }),
    () => ({
      kind: "clock_off",
      server: random.int(0, 1),
      seconds: random.pick([-minutesOff, minutesOff]),
    }),
  ];
  // Each kind at most once: three restarts of the database in a second would be one long outage.
  const chosen = planners
    .map((plan) => ({ plan, order: random.next() }))
    .toSorted((a, b) => a.order - b.order)
    .slice(0, random.int(1, 4));
  return chosen
    .map(({ plan }) => ({ at: random.int(50, loadMs), forMs: random.int(20, 500), ...plan() }))
    .toSorted((a, b) => a.at - b.at);
}

function planNetwork(
  random: Random,
): Pick<Plan, "webhooks" | "provider" | "sweep" | "providerClockSeconds"> {
  return {
    webhooks: {
      dropFirst: random.chance(0.25),
      duplicate: random.pick([0, 0, 0.3, 1]),
      reorder: random.pick([0, 0, 50, 300]),
      delayMs: random.pick([0, 0, 0, 150]),
      lostAnswers: random.pick([0, 0, 0.1, 0.4]),
    },
    provider: {
      share: random.pick([0, 0.15, 0.3, 0.6]),
      kinds: Array.from({ length: random.int(1, 4) }, () => random.pick(providerFaults)),
    },
    sweep: random.chance(0.3) ? "eager" : "patient",
    providerClockSeconds: random.pick([0, 0, 0, 0, 0, 0, 0, 0, 0, -minutesOff, minutesOff]),
  };
}
