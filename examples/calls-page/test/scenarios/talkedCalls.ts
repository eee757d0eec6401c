import { describe, expect } from "vitest";
import { formatDuration } from "../../src/format/formatDuration.ts";
import type { Desk } from "../openDesk.ts";
import type { AgentPage } from "../openPage.ts";
import { eventually, expectTalk, patience, test } from "../pageTest.ts";
import { talkIncoming, talkOutgoing } from "../talk.ts";

const notOver = { duration_seconds: 0, ended_at: null, end_reason: null };

export function testTalkedCalls(): void {
  describe.concurrent("a call with a conversation", patience, () => {
    test("outgoing: the agent is inaudible before the pickup, then both hear each other; the agent hangs up", async ({
      desk,
    }) => {
      await desk.behave({ onIncoming: "manual" });
      const agentPage = await desk.openPage();
      await agentPage.dial(desk.contact);
      await agentPage.bar.getByText("Sonando…").waitFor();
      await eventually(async () =>
        expect((await desk.farEnd())?.media?.packetsReceived).toBeGreaterThan(25),
      );
      expect((await desk.farEnd())?.media).toMatchObject({
        isAudible: false,
        audibleMs: 0,
        voice: "none",
      });
      expect(await desk.readCall()).toMatchObject({ status: "iniciando", answered_at: null });

      await desk.tell("answer");
      await expectTalk(desk, agentPage);
      await agentPage.bar.getByText("En llamada").waitFor();
      // The voice may arrive before the webhook that reports the pickup.
      await expect.poll(desk.readCall, { timeout: 10_000 }).toMatchObject({
        ...notOver,
        direction: "saliente",
        status: "en_curso",
        user_id: desk.agent.id,
        answered_at: expect.any(String),
      });

      await talkForSeconds(agentPage);
      await agentPage.button("Colgar").click();
      await expectTalked(desk, agentPage);
      expect(await desk.farEnd()).toMatchObject({ endedBy: "business", status: "COMPLETED" });
    });

    test("outgoing: the contact hangs up", async ({ desk }) => {
      const agentPage = await talkOutgoing(desk);
      await talkForSeconds(agentPage);
      await desk.tell("hangup");
      await expectTalked(desk, agentPage);
    });

    test("incoming: no packet is sent before the pickup, then both hear each other; the contact hangs up", async ({
      desk,
    }) => {
      const agentPage = await desk.openPage();
      let stateAtAccept: string | null | undefined;
      await agentPage.page.route("**/accept", async (route) => {
        stateAtAccept = (await agentPage.readMedia()).state;
        await route.continue();
      });
      await desk.ring();
      await agentPage.answer();
      await expectTalk(desk, agentPage);
      expect((await desk.farEnd())?.media?.packetsBeforePickup).toBe(0);
      // Audio is connected before the pickup, so that the first word is not lost.
      expect(stateAtAccept).toBe("connected");
      await agentPage.bar.getByText("En llamada").waitFor();
      expect(await desk.readCall()).toMatchObject({
        ...notOver,
        direction: "entrante",
        status: "en_curso",
        user_id: desk.agent.id,
        answered_at: expect.any(String),
      });

      await talkForSeconds(agentPage);
      await desk.tell("hangup");
      await expectTalked(desk, agentPage);
      expect(await desk.farEnd()).toMatchObject({ endedBy: "user", status: "COMPLETED" });
    });

    test("incoming: the agent hangs up", async ({ desk }) => {
      const agentPage = await talkIncoming(desk);
      expect(await asksBeforeLeaving(agentPage)).toBe(true);
      await talkForSeconds(agentPage);
      await agentPage.button("Colgar").click();
      await expectTalked(desk, agentPage);
      expect(await asksBeforeLeaving(agentPage)).toBe(false);
      expect(await desk.farEnd()).toMatchObject({ endedBy: "business" });
    });

    test("keys are sent as DTMF, each once and in order", async ({ desk }) => {
      const agentPage = await talkOutgoing(desk);
      await agentPage.button("Teclado").click();
      for (const key of "159#") await agentPage.button(key).click();
      // The digits are typed faster than the tones are sent.
      await agentPage.page.keyboard.type("0*7733");
      await eventually(async () => expect((await desk.farEnd())?.media?.dtmf).toBe("159#0*7733"));
      await expectTalk(desk, agentPage);
    });

    test("muted, packets continue without sound", async ({ desk }) => {
      const agentPage = await talkIncoming(desk);
      await agentPage.button("Silenciar").click();
      await eventually(async () =>
        expect((await desk.farEnd())?.media?.lastSecondDbfs).toBeLessThan(-60),
      );
      const { packetsReceived = 0, audibleMs } = (await desk.farEnd())?.media ?? {};
      await eventually(async () =>
        expect((await desk.farEnd())?.media?.packetsReceived).toBeGreaterThan(packetsReceived + 25),
      );
      expect((await desk.farEnd())?.media).toMatchObject({ isAudible: false, audibleMs });

      await agentPage.button("Activar micrófono").click();
      await expectTalk(desk, agentPage);
    });
  });
}

/** WhatsApp counts whole seconds, and a fast browser is heard in less than one. */
const talkForSeconds = ({ bar }: AgentPage) => bar.getByText("0:02").waitFor();

/** The records of a call with a conversation. */
async function expectTalked(desk: Desk, agentPage: AgentPage): Promise<void> {
  await agentPage.bar.waitFor({ state: "hidden" });
  await agentPage.summary.getByText("Terminó bien").waitFor();
  await eventually(async () =>
    expect(await desk.readCall()).toMatchObject({
      status: "completada",
      end_reason: "completed",
      user_id: desk.agent.id,
      contact_phone: desk.contact,
      business_phone: desk.business,
      duration_seconds: (await desk.farEnd())?.durationSeconds,
      answered_at: expect.any(String),
      ended_at: expect.any(String),
    }),
  );
  expect(await agentPage.readMedia()).toMatchObject({ connections: 1, state: "closed" });
  // The duration is the same in the summary and in the history, and the next call can be made beside the summary.
  const { duration_seconds = 0 } = (await desk.readCall()) ?? {};
  expect(duration_seconds).toBeGreaterThan(0);
  const duration = `Duración: ${formatDuration(duration_seconds)}`;
  await agentPage.summary.getByText(duration, { exact: true }).waitFor();
  await agentPage.page.getByRole("main").getByText(duration, { exact: true }).waitFor();
  for (const name of ["Llamar", "Registrar llamada", "Probar mi equipo"]) {
    await agentPage.button(name).first().waitFor();
  }
}

/** Whether the browser asks before the page is closed or reloaded. */
function asksBeforeLeaving({ page }: AgentPage): Promise<boolean> {
  return page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
}
