import { findChromium, startGateway } from "@skale-calls/testkit";
import { type Browser, chromium } from "playwright-core";
import { describe, expect } from "vitest";
import { callFunction } from "../../demo/src/startStack.ts";
import { eventually, expectTalk, test as pageTest, patience } from "./pageTest.ts";

const microphoneRefused = "El navegador no permite usar el micrófono";
const functionRoute = `/functions/v1/${callFunction}`;

const test = pageTest
  /** A browser that refuses the microphone until a page's context has been granted it. */
  .extend("strictBrowser", async ({ world: _ }, { onCleanup }): Promise<Browser> => {
    const { path, env } = await findChromium();
    const browser = await chromium.launch({
      executablePath: path,
      env: { ...process.env, ...env },
      args: ["--use-fake-device-for-media-stream", "--allow-loopback-in-peer-connection"],
    });
    onCleanup(() => browser.close());
    return browser;
  })
  /** An origin with an edge function of its own, which may die. */
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

describe.concurrent("a microphone that is refused", patience, () => {
  test("an outgoing call is not dialled, and is once it is granted", async ({
    desk,
    strictBrowser,
    world,
  }) => {
    await desk.behave({ ringMs: 300 });
    const agentPage = await desk.openPage({ browser: strictBrowser });
    await agentPage.dial(desk.contact);
    await agentPage.summary.getByText(microphoneRefused).waitFor();
    expect(await desk.readCall()).toBeUndefined();
    const numbers = world.stack.simulator.calls().map(({ from }) => from);
    expect(numbers).not.toContain(desk.business);

    await agentPage.context.grantPermissions(["microphone"]);
    await agentPage.button("Llamar otra vez").click();
    await agentPage.bar.getByText("En llamada").waitFor();
    await eventually(async () => expect((await desk.farEnd())?.media?.isAudible).toBe(true));
    await agentPage.button("Colgar").click();
    await eventually(async () =>
      expect(await desk.readCall()).toMatchObject({ status: "completada" }),
    );
  });

  test("an incoming call rings on, here and at a colleague's, and is answered once it is granted", async ({
    desk,
    strictBrowser,
  }) => {
    const [agentPage, colleague] = await Promise.all([
      desk.openPage({ browser: strictBrowser }),
      desk.hire().then((agent) => desk.openPage({ agent })),
    ]);
    await desk.ring();
    const answer = agentPage.banner.getByRole("button", { name: "Contestar" });
    await answer.click();
    await agentPage.banner.getByText(microphoneRefused).waitFor();
    await colleague.banner.waitFor();
    expect(await desk.readCall()).toMatchObject({
      status: "iniciando",
      claimed_by: null,
      answered_at: null,
    });

    await agentPage.context.grantPermissions(["microphone"]);
    await answer.click();
    await agentPage.bar.getByText("En llamada").waitFor();
    await eventually(async () => expect((await desk.farEnd())?.media?.isAudible).toBe(true));
    await colleague.banner.waitFor({ state: "hidden" });
    expect(await desk.readCall()).toMatchObject({ status: "en_curso", user_id: desk.agent.id });
  });
});

describe.concurrent("what goes wrong in a call", patience, () => {
  test("two agents answer at once: one talks, the other is told", async ({ desk }) => {
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
    const answers = pages.map(({ banner }) => banner.getByRole("button", { name: "Contestar" }));
    await Promise.all(answers.map((answer) => answer.waitFor()));
    await Promise.all(answers.map((answer) => answer.click()));

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

  test("a page that is loaded again while it rings", async ({ desk }) => {
    const agentPage = await desk.openPage();
    await desk.ring();
    await agentPage.banner.waitFor();
    await agentPage.page.reload();
    await agentPage.banner.getByRole("button", { name: "Contestar" }).click();
    await expectTalk(desk, agentPage);
    expect(await desk.readCall()).toMatchObject({ status: "en_curso", user_id: desk.agent.id });
  });

  test("an edge function that dies: the talk goes on, a hang-up is said to be unclear, and is made up for", async ({
    desk,
    fragile,
  }) => {
    const agentPage = await desk.openPage({ url: fragile.url });
    agentPage.expectProblem(/status of 502/);
    await desk.ring();
    await agentPage.banner.getByRole("button", { name: "Contestar" }).click();
    await expectTalk(desk, agentPage);

    await fragile.killFunction();
    await expectTalk(desk, agentPage);
    await agentPage.button("Colgar").click();
    await agentPage.summary.getByText("No se sabe si la acción tuvo efecto").waitFor();
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

  test("a tab that is closed in a call hangs up", async ({ desk }) => {
    const agentPage = await desk.openPage();
    await desk.ring();
    await agentPage.banner.getByRole("button", { name: "Contestar" }).click();
    await expectTalk(desk, agentPage);
    await agentPage.page.close();
    await eventually(async () =>
      expect(await desk.readCall()).toMatchObject({
        status: "completada",
        end_reason: "completed",
      }),
    );
    expect(await desk.farEnd()).toMatchObject({ endedBy: "business" });
  });
});
