import { describe, expect } from "vitest";
import type { Desk } from "../openDesk.ts";
import type { AgentPage } from "../openPage.ts";
import { eventually, expectTalk, patience, test } from "../pageTest.ts";
import { isFirefox } from "../startPage.ts";

export function testUntalkedCalls(): void {
  describe.concurrent("a call without a conversation", patience, () => {
    test("outgoing, declined", async ({ desk }) => {
      await desk.behave({ onIncoming: "reject", ringMs: 600 });
      const agentPage = await desk.openPage();
      await agentPage.dial(desk.contact);
      await agentPage.summary.getByText("El contacto la rechazó").waitFor();
      await expectUntalked(desk, agentPage, {
        direction: "saliente",
        status: "no_contestada",
        end_reason: "declined",
        user_id: desk.agent.id,
      });
    });

    test("outgoing, ignored", async ({ desk }) => {
      await desk.behave({ onIncoming: "ignore", ringMs: 600 });
      const agentPage = await desk.openPage();
      await agentPage.dial(desk.contact);
      await agentPage.summary.getByText("El contacto no contestó").waitFor();
      await expectUntalked(desk, agentPage, {
        direction: "saliente",
        status: "no_contestada",
        end_reason: "no_answer",
        user_id: desk.agent.id,
      });
    });

    test("incoming, declined by the agent", async ({ desk }) => {
      const agentPage = await desk.openPage();
      await desk.ring();
      await agentPage.banner.getByRole("button", { name: "Rechazar" }).click();
      await expectUntalked(desk, agentPage, {
        direction: "entrante",
        status: "cancelada",
        end_reason: "rejected",
      });
      expect(await desk.farEnd()).toMatchObject({ endedBy: "business" });
    });

    test("incoming, left to colleagues: the call keeps ringing on their pages, and can still be answered here", async ({
      desk,
    }) => {
      const [agentPage, colleague] = await Promise.all([
        desk.openPage(),
        desk.hire().then((agent) => desk.openPage({ agent })),
      ]);
      const { banner, page, context } = agentPage;
      const otherTab = await context.newPage();
      await otherTab.goto(page.url());
      await desk.ring();
      await otherTab.getByRole("alertdialog").waitFor();
      await banner.getByRole("button", { name: "No atender" }).click();
      await banner.waitFor({ state: "detached" });
      await otherTab.getByRole("alertdialog").waitFor({ state: "detached" });
      await colleague.banner.waitFor();
      expect(await page.title()).not.toContain("Llamada entrante");
      expect(await desk.readCall()).toMatchObject({ status: "iniciando", rejected_at: null });

      const left = page.getByRole("region", { name: "Siguen sonando para tus compañeros" });
      await left.getByRole("button", { name: /^Contestar a/ }).click();
      await expectTalk(desk, agentPage);
      await colleague.banner.waitFor({ state: "detached" });
      expect(await desk.readCall()).toMatchObject({ status: "en_curso", user_id: desk.agent.id });
    });

    // About the layout, which needs Playwright.
    test.skipIf(isFirefox)(
      "twelve callers do not cover the page, and the first can be answered",
      async ({ desk }) => {
        const { page, banner } = await desk.openPage();
        await desk.behave({ profileName: "Wolfeschlegelsteinhausenbergerdorff".repeat(3) });
        await desk.ring();
        await banner.getByText(/^Wolfe/).waitFor();
        for (let index = 1; index < 12; index += 1) {
          const number = String(index).padStart(2, "0");
          await desk.ring({ from: desk.contact.replace("+5255", `+52${number}`) });
        }
        for (const [width, height] of [
          [1280, 768],
          [360, 740],
        ] as const) {
          await page.setViewportSize({ width, height });
          await banner.getByRole("button", { name: "10 llamadas más" }).waitFor();
          expect(await banner.getByRole("listitem").count()).toBe(2);
          expect(await page.evaluate(readOverflow)).toEqual([]);
          // A click requires that these elements are visible and not covered.
          await page.getByRole("searchbox").click({ trial: true });
          await page.getByRole("button", { name: /^Exportar/ }).click({ trial: true });
          for (const name of ["Contestar", "No atender", "Rechazar para todos"]) {
            await banner.getByRole("button", { name }).first().click({ trial: true });
          }
        }
      },
    );

    test("incoming, missed", async ({ desk }) => {
      const agentPage = await desk.openPage();
      await desk.ring();
      await agentPage.banner.waitFor();
      await desk.tell("hangup");
      await expectUntalked(desk, agentPage, {
        direction: "entrante",
        status: "no_contestada",
        end_reason: "missed",
        user_id: null,
      });
      expect(await desk.farEnd()).toMatchObject({ endedBy: "user" });
    });
  });
}

async function expectUntalked(desk: Desk, agentPage: AgentPage, row: object): Promise<void> {
  await eventually(async () =>
    expect(await desk.readCall()).toMatchObject({
      ...row,
      contact_phone: desk.contact,
      duration_seconds: 0,
      answered_at: null,
      ended_at: expect.any(String),
    }),
  );
  await agentPage.bar.waitFor({ state: "hidden" });
  await agentPage.banner.waitFor({ state: "hidden" });
  expect((await desk.farEnd())?.media).toMatchObject({ isAudible: false, audibleMs: 0 });
  const { connections, state, energyReceived } = await agentPage.readMedia();
  expect({ energyReceived, state }).toEqual({
    energyReceived: 0,
    state: connections === 0 ? null : "closed",
  });
}

/** The elements that are wider than the banner around them. */
function readOverflow(): string[] {
  const banner = document.querySelector("[role=alertdialog]");
  const right = banner?.getBoundingClientRect().right ?? 0;
  return [...(banner?.querySelectorAll("*") ?? [])]
    .filter((element) => element.getBoundingClientRect().right > right)
    .map((element) => element.outerHTML);
}
