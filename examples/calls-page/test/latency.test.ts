import { expect } from "vitest";
import { type Desk, openDesk } from "./openDesk.ts";
import type { AgentPage } from "./openPage.ts";
import { eventually, patience, test } from "./pageTest.ts";
import { timing, type World } from "./startPage.ts";

const runs = 3;
/** Milliseconds that nothing here may take, however busy the machine is. */
const bound = 10_000;

type Figures = Record<string, number>;

/** Takes the figures several times, prints their medians, and holds them to the bound. */
async function measure(
  world: World,
  take: (desk: Desk, agentPage: AgentPage) => Promise<Figures>,
): Promise<void> {
  const taken: Figures[] = [];
  for (let run = 0; run < runs; run++) {
    const desk = await openDesk(world);
    taken.push(await take(desk, await desk.openPage()).finally(desk.close));
  }
  for (const name of Object.keys(taken[0] ?? {})) {
    const values = taken.map((figures) => Math.round(figures[name] ?? Number.NaN));
    values.sort((a, b) => a - b);
    console.log(`measured: ${name}: ${values[(runs - 1) / 2]} ms (${values.join(", ")})`);
    expect(values[0]).toBeGreaterThan(0);
    expect(values.at(-1)).toBeLessThan(bound);
  }
}

const readClick = ({ page }: AgentPage) => page.evaluate(() => window.clickedAt);

/** When the browser heard the contact. */
const hearContact = ({ page }: AgentPage) =>
  page.evaluate(async () => {
    while ((await window.readMedia()).energyReceived < 1e-4) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return Date.now();
  });

/** When the contact heard the agent. */
async function hearAgent(desk: Desk): Promise<number> {
  let heardAt = Number.NaN;
  await eventually(async () => {
    const audibleMs = (await desk.farEnd())?.media?.audibleMs ?? 0;
    heardAt = Date.now() - audibleMs;
    expect(audibleMs).toBeGreaterThan(0);
  });
  return heardAt;
}

test(
  "from the contact's ring to the banner, and from the click on it to both voices",
  patience,
  ({ world }) =>
    measure(world, async (desk, agentPage) => {
      const banner = agentPage.page.evaluate(async () => {
        while (!document.querySelector("[role=alertdialog]")?.checkVisibility()) {
          await new Promise(requestAnimationFrame);
        }
        return Date.now();
      });
      const rung = Date.now();
      await desk.ring();
      const shown = await banner;
      await agentPage.banner.getByRole("button", { name: "Contestar" }).click();
      const [contactHeard, agentHeard] = await Promise.all([
        hearContact(agentPage),
        hearAgent(desk),
      ]);
      const click = await readClick(agentPage);
      return {
        "the contact's ring to the banner": shown - rung,
        "Contestar to the contact's voice at the agent's": contactHeard - click,
        "Contestar to the agent's voice at the contact's": agentHeard - click,
      };
    }),
);

test("from the click on Llamar to the agent's voice at the contact's", patience, ({ world }) =>
  measure(world, async (desk, agentPage) => {
    const ringMs = 1_000;
    await desk.behave({ onIncoming: "answer", ringMs });
    await agentPage.dial(desk.contact);
    const agentHeard = await hearAgent(desk);
    const pickup = Date.parse((await desk.farEnd())?.startedAt ?? "");
    const all = agentHeard - (await readClick(agentPage));
    return {
      [`Llamar to the agent's voice, of which ${ringMs} ms rang`]: all,
      "the same without the simulated ringing and signals": all - ringMs - 2 * timing.signalMs,
      "the contact's pickup to the agent's voice": agentHeard - pickup,
    };
  }),
);
