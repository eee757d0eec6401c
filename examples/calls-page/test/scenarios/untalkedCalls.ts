import { describe, expect } from "vitest";
import type { Desk } from "../openDesk.ts";
import type { AgentPage } from "../openPage.ts";
import { eventually, patience, test } from "../pageTest.ts";

export function testUntalkedCalls(): void {
  describe.concurrent("a call that is not talked", patience, () => {
    test("outgoing, refused", async ({ desk }) => {
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

    test("incoming, refused by the agent", async ({ desk }) => {
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
