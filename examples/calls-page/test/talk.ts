import type { Desk } from "./openDesk.ts";
import type { AgentPage, OpenPageOptions } from "./openPage.ts";
import { expectTalk } from "./pageTest.ts";

/** The agent dials, the contact picks up, and they talk. */
export async function talkOutgoing(desk: Desk): Promise<AgentPage> {
  const agentPage = await desk.openPage();
  await desk.behave({ onIncoming: "answer" });
  await agentPage.dial(desk.contact);
  await expectTalk(desk, agentPage);
  return agentPage;
}

/** The contact calls, the agent answers, and they talk. */
export async function talkIncoming(
  desk: Desk,
  options?: Partial<OpenPageOptions>,
): Promise<AgentPage> {
  const agentPage = await desk.openPage(options);
  await desk.ring();
  await agentPage.answer();
  await expectTalk(desk, agentPage);
  return agentPage;
}
