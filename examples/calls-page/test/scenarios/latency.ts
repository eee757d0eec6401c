import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import { type Desk, type FarEnd, openDesk } from "../openDesk.ts";
import type { AgentPage } from "../openPage.ts";
import { eventually, patience, test } from "../pageTest.ts";
import { timing } from "../startPage.ts";

const runs = 3;
/** Milliseconds between the page's requests. The runs start at different moments of this interval. */
const pollingInterval = 1_100;
const ringMs = 1_000;
/** The maximum milliseconds of each step, even on a busy machine. */
const bound = 10_000;

export function testLatency(): void {
  test("the latency until a call is visible and audible", patience, async ({ world }) => {
    const taken: Record<string, number>[] = [];
    for (let run = 0; run < runs; run++) {
      const desk = await openDesk(world);
      const agentPage = await desk.openPage();
      await setTimeout((pollingInterval * run) / runs);
      const answered = await answerContact(desk, agentPage);
      await agentPage.button("Colgar").click();
      await eventually(async () => expect((await desk.farEnd())?.state).toBe("ended"));
      await agentPage.summary.getByRole("button", { name: "Cerrar" }).click();
      taken.push({ ...answered, ...(await callContact(desk, agentPage)) });
      await desk.close();
    }
    for (const name of Object.keys(taken[0] ?? {})) {
      const values = taken.map((figures) => Math.round(figures[name] ?? Number.NaN));
      values.sort((a, b) => a - b);
      console.log(`measured: ${name}: ${values[(runs - 1) / 2]} ms (${values.join(", ")})`);
      expect(values[0]).toBeGreaterThan(0);
      expect(values.at(-1)).toBeLessThan(bound);
    }
  });
}

async function answerContact(desk: Desk, agentPage: AgentPage) {
  const banner = agentPage.page.evaluate(async () => {
    while (!document.querySelector("[role=alertdialog]")?.checkVisibility()) {
      await new Promise(requestAnimationFrame);
    }
    return Date.now();
  });
  const rung = Date.now();
  await desk.ring();
  const shown = await banner;
  await agentPage.answer();
  const [contactHeard, agentHeard] = await Promise.all([
    hearContact(agentPage),
    hearAgent(desk, "USER_INITIATED"),
  ]);
  const click = await readClick(agentPage);
  return {
    "the contact's ring to the banner": shown - rung,
    "Contestar to the contact's voice at the agent's": contactHeard - click,
    "Contestar to the agent's voice at the contact's": agentHeard.at - click,
  };
}

async function callContact(desk: Desk, agentPage: AgentPage) {
  await desk.behave({ onIncoming: "answer", ringMs });
  await agentPage.dial(desk.contact);
  const agentHeard = await hearAgent(desk, "BUSINESS_INITIATED");
  const all = agentHeard.at - (await readClick(agentPage));
  return {
    [`Llamar to the agent's voice at the contact's, of which ${ringMs} ms rang`]: all,
    "the same without the simulated ringing and signals": all - ringMs - 2 * timing.signalMs,
    "the contact's pickup to the agent's voice": agentHeard.at - agentHeard.pickup,
  };
}

const readClick = ({ page }: AgentPage) => page.evaluate(() => window.clickedAt);

/** Returns the time at which the browser heard the contact. */
const hearContact = ({ page }: AgentPage) =>
  page.evaluate(async () => {
    while ((await window.readMedia()).energyReceived < 1e-4) {
      await new Promise(requestAnimationFrame);
    }
    return Date.now();
  });

/** Returns the times at which the contact picked up and heard the agent. */
async function hearAgent(desk: Desk, direction: FarEnd["direction"]) {
  let heard = { at: Number.NaN, pickup: Number.NaN };
  await eventually(async () => {
    const call = await desk.farEnd();
    expect(call?.direction).toBe(direction);
    const audibleMs = call?.media?.audibleMs ?? 0;
    expect(audibleMs).toBeGreaterThan(0);
    heard = { at: Date.now() - audibleMs, pickup: Date.parse(call?.startedAt ?? "") };
  });
  return heard;
}
