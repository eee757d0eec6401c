import { startGateway } from "@skale-calls/testkit";
import { describe, expect } from "vitest";
import { callFunction } from "../../../demo/src/startStack.ts";
import { eventually, expectTalk, test as pageTest, patience } from "../pageTest.ts";
import { isFirefox } from "../startPage.ts";
import { talkIncoming } from "../talk.ts";

const functionRoute = `/functions/v1/${callFunction}`;

const test = pageTest
  /** An origin with its own edge function, which the test may stop. */
  .extend("fragile", async ({ world: { stack } }, { onCleanup }) => {
    const first = await stack.startFunction(callFunction);
    const routes: Record<string, string> = { "": stack.url, [functionRoute]: first.url };
    const gateway = await startGateway({ routes });
    onCleanup(() => gateway.stop());
    return {
      url: gateway.url,
      killFunction: () => first.kill(),
      async startFunction() {
        const next = await stack.startFunction(callFunction);
        routes[functionRoute] = next.url;
      },
    };
  });

export function testFailures(): void {
  describe.concurrent("problems during a call", patience, () => {
    // Only Chromium can be told to lose packets.
    test.skipIf(isFirefox)("a network that is lost and returns", async ({ desk }) => {
      const agentPage = await desk.openPage();
      const network = await agentPage.context.newCDPSession(agentPage.page);
      const lose = (packetLoss: number) =>
        network.send("Network.emulateNetworkConditions", {
          offline: false,
          latency: 1,
          downloadThroughput: -1,
          uploadThroughput: -1,
          packetLoss,
          packetQueueLength: 10,
        });
      await network.send("Network.enable");
      // Enables the emulation now, because it applies only to sockets that are opened afterwards.
      await lose(0);
      await desk.ring();
      await agentPage.answer();
      await expectTalk(desk, agentPage);
      await lose(100);
      await agentPage.bar.getByText("Reconectando…").waitFor();
      await lose(0);
      await agentPage.bar.getByText("En llamada").waitFor();
      await expectTalk(desk, agentPage);
    });

    test("an edge function that dies: the call continues, a hang-up is reported as unclear and can be repeated", async ({
      desk,
      fragile,
    }) => {
      const agentPage = await talkIncoming(desk, { url: fragile.url });
      agentPage.expectProblem(/status of 502/);

      await fragile.killFunction();
      await expectTalk(desk, agentPage);
      await agentPage.button("Colgar").click();
      await agentPage.summary.getByText("No se sabe si la acción tuvo efecto").waitFor();
      await agentPage.button("Colgar otra vez").waitFor();
      expect(await agentPage.readMedia()).toMatchObject({ state: "closed" });
      expect(await desk.readCall()).toMatchObject({ status: "en_curso", ended_at: null });
      expect(await desk.farEnd()).toMatchObject({ state: "in_progress" });

      await fragile.startFunction();
      await agentPage.page.reload();
      await eventually(async () =>
        expect(await desk.readCall()).toMatchObject({
          status: "completada",
          end_reason: "completed",
          user_id: desk.agent.id,
        }),
      );
      expect(await desk.farEnd()).toMatchObject({ state: "ended", endedBy: "business" });
    });

    test("a hang-up that failed is repeated by a click", async ({ desk }) => {
      const agentPage = await talkIncoming(desk);
      const { page, summary, button } = agentPage;
      agentPage.expectProblem(/ERR_FAILED/);
      await page.route("**/hangup", (route) => route.abort());
      await button("Colgar").click();
      await summary.getByText("No se sabe si la llamada terminó").waitFor();
      expect(await desk.readCall()).toMatchObject({ status: "en_curso", ended_at: null });

      await page.unroute("**/hangup");
      await button("Colgar otra vez").click();
      await summary.getByText("Terminó bien").waitFor();
      await button("Colgar otra vez").waitFor({ state: "detached" });
      await eventually(async () =>
        expect(await desk.readCall()).toMatchObject({ status: "completada" }),
      );
      expect(await desk.farEnd()).toMatchObject({ state: "ended", endedBy: "business" });
    });

    test("two agents answer at once: one talks, the other sees a message", async ({ desk }) => {
      const colleague = await desk.hire();
      const pages = await Promise.all([desk.openPage(), desk.openPage({ agent: colleague })]);
      for (const agentPage of pages) agentPage.expectProblem(/status of 409/);
      await desk.ring();
      const told = pages.map(async (agentPage) => {
        await agentPage.page
          .getByText(/otro agente/i)
          .first()
          .waitFor();
        return agentPage;
      });
      await Promise.all(pages.map(({ banner }) => banner.waitFor()));
      await Promise.all(pages.map((agentPage) => agentPage.answer()));

      const loser = await Promise.any(told);
      const winner = pages.find((agentPage) => agentPage !== loser);
      if (!winner) throw new Error("There is no winner.");
      await expectTalk(desk, winner);
      await loser.banner.waitFor({ state: "hidden" });
      expect(await loser.bar.isVisible()).toBe(false);
      expect(await loser.readMedia()).toMatchObject({ packetsSent: 0, packetsReceived: 0 });
      expect(await desk.readCall()).toMatchObject({
        status: "en_curso",
        user_id: winner === pages[0] ? desk.agent.id : colleague.id,
      });
      expect((await desk.farEnd())?.media).toMatchObject({ packetsBeforePickup: 0 });
    });

    test("a page that is reloaded while a call rings", async ({ desk }) => {
      const agentPage = await desk.openPage();
      await desk.ring();
      await agentPage.banner.waitFor();
      await agentPage.page.reload();
      await agentPage.answer();
      await expectTalk(desk, agentPage);
      expect(await desk.readCall()).toMatchObject({ status: "en_curso", user_id: desk.agent.id });
    });

    test("a tab that is closed during a call hangs up", async ({ desk }) => {
      const agentPage = await talkIncoming(desk);
      await agentPage.page.close();
      await eventually(async () => expect((await desk.farEnd())?.state).toBe("ended"), 45_000);
      const endedBy = (await desk.farEnd())?.endedBy;
      // Firefox may drop the last request of a tab. WhatsApp then ends the call after half a minute without audio.
      const isDropped = isFirefox && endedBy === "network";
      if (isDropped) console.log("Firefox dropped the hang-up.");
      else expect(endedBy).toBe("business");
      await eventually(async () =>
        expect(await desk.readCall()).toMatchObject(
          isDropped
            ? { status: "fallida", end_reason: "failed" }
            : { status: "completada", end_reason: "completed" },
        ),
      );
    });

    test("an agent who signs out during a call hangs up", async ({ desk }) => {
      const agentPage = await talkIncoming(desk);
      await agentPage.page.getByRole("button", { name: /^Cuenta/ }).click();
      await agentPage.page.getByRole("menuitem", { name: "Cerrar sesión" }).click();
      await agentPage.button("Iniciar sesión").waitFor();
      await eventually(async () =>
        expect(await desk.readCall()).toMatchObject({
          status: "completada",
          end_reason: "completed",
        }),
      );
      expect(await desk.farEnd()).toMatchObject({ endedBy: "business" });
    });

    test("two clicks on Rechazar decline one of two customers", async ({ desk, world }) => {
      const agentPage = await desk.openPage();
      const { banner, page } = agentPage;
      await desk.ring();
      await banner.waitFor();
      await desk.ring({ from: desk.contact.replace("+52556", "+52557") });
      const second = banner.getByRole("listitem").nth(1);
      await second.waitFor();
      const reject = banner.getByRole("button", { name: "Rechazar" }).first();
      const { x = 0, y = 0 } = (await reject.boundingBox()) ?? {};
      await page.mouse.click(x + 20, y + 10);
      await second.waitFor({ state: "detached" });
      await page.mouse.click(x + 20, y + 10);

      const readStatuses = async () =>
        (
          await world.database.sql<{ status: string }[]>`
            select status from whatsapp_calls where business_phone = ${desk.business} order by created_at`
        ).map(({ status }) => status);
      await eventually(async () => expect((await readStatuses())[0]).toBe("cancelada"));
      await eventually(async () => {
        await agentPage.button("Contestar").click({ timeout: 1000 });
        await agentPage.bar.waitFor({ timeout: 1000 });
      });
      await expectTalk(desk, agentPage);
      expect(await readStatuses()).toEqual(["cancelada", "en_curso"]);
    });
  });
}
