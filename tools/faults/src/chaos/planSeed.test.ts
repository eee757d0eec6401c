import { expect, test } from "vitest";
import { createRandom } from "./createRandom.ts";
import { planSeed, providerFaults } from "./planSeed.ts";

const plans = Array.from({ length: 200 }, (_, index) => planSeed(index + 1));

test("a seed always gives the same world, and another seed another one", () => {
  expect(plans[6]).toEqual(planSeed(7));
  expect(new Set(plans.map((plan) => JSON.stringify(plan))).size).toBe(plans.length);
});

test("a fork does not depend on what was taken before", () => {
  const one = createRandom("a");
  const other = createRandom("a");
  other.next();
  expect(one.fork("b").next()).toBe(other.fork("b").next());
  expect(one.fork("b").next()).not.toBe(one.fork("c").next());
});

test("200 seeds contain every fault", () => {
  const kinds = new Set(plans.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
  expect([...kinds].toSorted()).toEqual([
    "answers_withheld",
    "clock_off",
    "connections_refused",
    "connections_severed",
    "database_restarted",
    "no_connections_left",
    "server_killed",
    "tables_locked",
  ]);
  const provider = new Set(plans.flatMap((plan) => plan.provider.kinds));
  expect([...provider].toSorted()).toEqual([...providerFaults].toSorted());
  for (const isThere of [
    plans.some(({ webhooks }) => webhooks.dropFirst),
    plans.some(({ webhooks }) => webhooks.duplicate === 1),
    plans.some(({ webhooks }) => webhooks.reorder > 0),
    plans.some(({ providerClockSeconds }) => providerClockSeconds < 0),
    plans.some(({ faults }) =>
      faults.some((fault) => fault.kind === "clock_off" && fault.seconds > 0),
    ),
  ]) {
    expect(isThere).toBe(true);
  }
});

test("each contact has one call, so that the provider's truth about it is unambiguous", () => {
  for (const { calls } of plans) {
    expect(new Set(calls.map(({ contact }) => contact)).size).toBe(calls.length);
  }
});
