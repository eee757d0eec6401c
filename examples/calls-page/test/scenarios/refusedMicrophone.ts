import type { Browser } from "playwright-core";
import { describe, expect } from "vitest";
import { expectTalk, test as pageTest, patience } from "../pageTest.ts";
import { launchStrict } from "../startPage.ts";

const microphoneRefused = "El navegador no permite usar el micrófono";

const test = pageTest
  /** A browser whose user refuses the microphone. */
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs.
  .extend("strictBrowser", { scope: "file" }, async ({}, { onCleanup }): Promise<Browser> => {
    const browser = await launchStrict();
    onCleanup(() => browser.close());
    return browser;
  });

export function testRefusedMicrophone(): void {
  describe.concurrent("a refused microphone", patience, () => {
    test("an outgoing call is not dialled", async ({ desk, strictBrowser, world }) => {
      const agentPage = await desk.openPage({ browser: strictBrowser });
      await agentPage.dial(desk.contact);
      await agentPage.summary.getByText(microphoneRefused).waitFor();
      expect(await desk.readCall()).toBeUndefined();
      const numbers = world.stack.simulator.calls().map(({ from }) => from);
      expect(numbers).not.toContain(desk.business);
    });

    test("an incoming call keeps ringing here and on a colleague's page, and can be answered with a microphone", async ({
      desk,
      strictBrowser,
    }) => {
      const [agentPage, colleague] = await Promise.all([
        desk.openPage({ browser: strictBrowser }),
        desk.hire().then((agent) => desk.openPage({ agent })),
      ]);
      await desk.ring();
      await agentPage.answer();
      await agentPage.banner.getByText(microphoneRefused).waitFor();
      await colleague.banner.waitFor();
      expect(await desk.readCall()).toMatchObject({
        status: "iniciando",
        claimed_by: null,
        answered_at: null,
      });

      const granted = await desk.openPage();
      await granted.answer();
      await expectTalk(desk, granted);
      await agentPage.banner.waitFor({ state: "hidden" });
      await colleague.banner.waitFor({ state: "hidden" });
      expect(await desk.readCall()).toMatchObject({ status: "en_curso", user_id: desk.agent.id });
    });
  });
}
