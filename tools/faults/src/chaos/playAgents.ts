import { setTimeout as pause } from "node:timers/promises";
import { writeSdp } from "@skale-calls/testkit";
import { exchange } from "./createGates.ts";
import type { Random } from "./createRandom.ts";
import type { CallPlan, IncomingPlan, OutgoingPlan, Plan } from "./planSeed.ts";
import { look } from "./within.ts";

/** One request of an agent, and its answer. */
export interface Act {
  contact: string;
  userId: string;
  act: "dial" | "claim" | "pre-accept" | "accept" | "reject" | "hangup";
  /** 0: there was no answer. */
  status: number;
  code: string | null;
}

/** What an agent sees of a call. */
export interface SeenCall {
  id: string;
  contact: string;
  rings: boolean;
  isOver: boolean;
}

export interface Stage {
  plan: Plan;
  random: Random;
  /** The servers now; undefined for one that is down. */
  servers: () => readonly (string | undefined)[];
  /** The calls as the database shows them; undefined while it does not answer. */
  seen: () => readonly SeenCall[];
  /** Whether the provider still has a live call of this contact. */
  isLive: (contact: string) => boolean;
  /** A WhatsApp user calls the business. */
  callBusiness: (plan: IncomingPlan) => Promise<void>;
}

/** The mark by which the provider's side recognises an agent's SDP answer. */
export const markOf = (userId: string) => userId.slice(-2);

const patienceMs = 4_000;

/**
 * Plays all calls of the plan: the contacts who call, and the agents. Resolves when nobody does anything any more.
 *
 * @param acts gets every request of an agent when it has been answered.
 */
export async function playAgents(stage: Stage, acts: Act[]): Promise<true> {
  await Promise.all(
    stage.plan.calls.map(async (call) => {
      await pause(call.at);
      await (call.way === "in" ? playIncoming : playOutgoing)(stage, call as never, acts);
    }),
  );
  return true;
}

async function playIncoming(stage: Stage, plan: IncomingPlan, acts: Act[]): Promise<void> {
  await stage.callBusiness(plan);
  const find = () => stage.seen().find(({ contact }) => contact === plan.contact);
  const visible = await look(patienceMs, async () => {
    const call = find();
    if (call?.rings) return call;
    return stage.isLive(plan.contact) ? undefined : null;
  });
  if (!visible) return;
  await Promise.all(
    plan.agents.map(async ({ userId, afterMs, act }) => {
      await pause(afterMs);
      if (act === "reject") {
        await insist(stage, acts, plan, userId, "reject", visible.id);
        return;
      }
      const sdp = writeSdp("active", markOf(userId));
      for (const step of ["claim", "pre-accept", "accept"] as const) {
        if (!(await insist(stage, acts, plan, userId, step, visible.id, { sdp }))) return;
      }
      if (plan.hangUpMs === null) return;
      await pause(plan.hangUpMs);
      await insist(stage, acts, plan, userId, "hangup", visible.id);
    }),
  );
}

async function playOutgoing(stage: Stage, plan: OutgoingPlan, acts: Act[]): Promise<void> {
  const { id, userId, contact } = plan;
  const body = { id, to: contact, sdp: writeSdp("actpass", markOf(userId)) };
  const dialling = Promise.all(
    Array.from({ length: plan.clicks }, () =>
      insist(stage, acts, plan, userId, "dial", null, body),
    ),
  );
  if (plan.hangUpMs !== null) {
    await pause(plan.hangUpMs);
    // The button is there as soon as the row is.
    const row = await look(patienceMs, async () => stage.seen().find((call) => call.id === id));
    if (row && !row.isOver) await insist(stage, acts, plan, userId, "hangup", id);
  }
  await dialling;
}

/** Answers after which a person clicks again: the server is away, or it says that the outcome is unclear. */
const mayClickAgain = (status: number) => status === 0 || status === 429 || status >= 500;

/**
 * Repeats a request while its answer is missing or unclear and the call is alive, like a person who clicks again.
 *
 * @returns true if it succeeded.
 */
async function insist(
  stage: Stage,
  acts: Act[],
  plan: CallPlan,
  userId: string,
  act: Act["act"],
  id: string | null,
  body?: object,
): Promise<boolean> {
  const random = stage.random.fork(`${plan.contact} ${userId} ${act}`);
  const end = performance.now() + patienceMs;
  for (let first = true; ; first = false) {
    // A dial is repeated while nobody knows whether it happened; every other act needs a live call.
    if (!first && act !== "dial" && !stage.isLive(plan.contact)) return false;
    const server = random.pick(stage.servers());
    const answer = await ask(server, userId, act, id, body);
    acts.push({ contact: plan.contact, userId, act, ...answer });
    if (answer.status >= 200 && answer.status < 300) return true;
    if (!mayClickAgain(answer.status) || performance.now() > end) return false;
    await pause(random.int(30, 120));
  }
}

async function ask(
  server: string | undefined,
  userId: string,
  act: Act["act"],
  id: string | null,
  body?: object,
): Promise<Pick<Act, "status" | "code">> {
  if (server === undefined) return { status: 0, code: null };
  const url = `${server}/calls${act === "dial" ? "" : `/${id}/${act}`}`;
  const text = body === undefined ? "" : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${userId}`,
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(text)),
  };
  try {
    const answer = await exchange(url, "POST", headers, text);
    const { code = null } = JSON.parse(answer.body.toString()) as { code?: string };
    return { status: answer.status, code };
  } catch {
    return { status: 0, code: null };
  }
}
