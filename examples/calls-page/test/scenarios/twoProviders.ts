import { describe, expect } from "vitest";
import { type Desk, openDesk } from "../openDesk.ts";
import type { AgentPage } from "../openPage.ts";
import { eventually, expectTalk, test as pageTest, patience } from "../pageTest.ts";
import { otherProvider } from "../startPage.ts";

const test = pageTest
  /** A branch whose number is at the other provider. */
  .extend("otherDesk", async ({ world }, { onCleanup }) => {
    const desk = await openDesk(world, otherProvider);
    onCleanup(() => desk.close());
    return desk;
  });

export function testTwoProviders(): void {
  describe.concurrent("a deployment with two providers", patience, () => {
    test("a branch talks at one beside a branch at the other, in both directions at once", async ({
      desk,
      otherDesk,
      world,
    }) => {
      const own = { desk, page: await desk.openPage(), provider: world.provider };
      const other = { desk: otherDesk, page: await otherDesk.openPage(), provider: otherProvider };
      await Promise.all([own, other].map(({ desk }) => desk.behave({ onIncoming: "answer" })));

      await Promise.all([answerContact(own), callContact(other)]);
      await Promise.all([own, other].map(expectTalkAt));
      await Promise.all([own, other].map(hangUp));

      await Promise.all([callContact(own), answerContact(other)]);
      await Promise.all([own, other].map(expectTalkAt));
      await Promise.all([own, other].map(hangUp));
    });
  });
}

interface Side {
  desk: Desk;
  page: AgentPage;
  provider: string;
}

async function answerContact({ desk, page }: Side): Promise<void> {
  await desk.ring();
  await page.answer();
}

const callContact = ({ desk, page }: Side): Promise<void> => page.dial(desk.contact);

/** Both sides hear each other, and the call is at the desk's provider. */
async function expectTalkAt({ desk, page, provider }: Side): Promise<void> {
  await expectTalk(desk, page);
  expect(await desk.farEnd()).toMatchObject({ provider, state: "in_progress" });
  // The voice may arrive before the webhook that reports the pickup.
  await eventually(async () =>
    expect(await desk.readLastCall()).toMatchObject({ provider, status: "en_curso" }),
  );
}

async function hangUp({ desk, page }: Side): Promise<void> {
  await page.button("Colgar").click();
  await page.summary.getByText("Terminó bien").waitFor();
  await eventually(async () =>
    expect(await desk.readLastCall()).toMatchObject({ status: "completada" }),
  );
  await page.summary.getByRole("button", { name: "Cerrar" }).click();
}
