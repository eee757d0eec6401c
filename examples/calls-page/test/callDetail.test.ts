import { expect } from "vitest";
import { openPage } from "./openPage.ts";
import { eventually, expectTalk, patience, test } from "./pageTest.ts";

test(
  "a call goes on being served while a detail is open, by mouse and by keyboard",
  patience,
  async ({ desk }) => {
    const agentPage = await desk.openPage();
    const { page, banner, bar, button } = agentPage;
    await page.setViewportSize({ width: 1280, height: 800 });
    await desk.ring();
    await banner.getByRole("button", { name: "Contestar" }).click();
    await expectTalk(desk, agentPage);

    await page.getByRole("table").getByRole("link").first().click();
    const detail = page.getByRole("dialog", { name: "Detalle de la llamada" });
    await detail.getByText("Ventas Sur").waitFor();
    await bar.getByRole("button", { name: "Silenciar" }).click();
    await button("Activar micrófono").waitFor();
    await button("Activar micrófono").focus();
    await page.keyboard.press("Enter");
    await button("Silenciar").waitFor();
    await page.getByRole("complementary").getByLabel("Notas").fill("Llega a las cinco.");
    await eventually(async () => expect((await desk.readCall())?.notes).toBe("Llega a las cinco."));
    await expectTalk(desk, agentPage);
    // The two are one text.
    await eventually(async () =>
      expect(await detail.getByLabel("Notas").inputValue()).toBe("Llega a las cinco."),
    );

    await bar.getByRole("button", { name: "Colgar" }).click();
    await detail.getByText("Completada").waitFor();
    await detail.getByRole("button", { name: "Cerrar" }).click();
    await detail.waitFor({ state: "detached" });
  },
);

test("a past call's recording plays, and its transcript is read", patience, async ({ world }) => {
  const [{ id } = { id: "" }] = await world.database.sql<{ id: string }[]>`
    select id from whatsapp_calls where recording_asset is not null and duration_seconds = 34`;
  const { stack, browser } = world;
  const agent = {
    id: "",
    email: "agente@demo.skale.example",
    password: stack.keys.agentPassword,
  };
  const agentPage = await openPage({ browser, url: stack.url, agent });
  const { page, button } = agentPage;
  await page.goto(`${stack.url}/?call=${id}`);
  await button("Cargar la grabación").click();
  const audio = page.locator("audio");
  await eventually(async () => {
    const seconds = await audio.evaluate((element: HTMLAudioElement) => element.duration);
    expect(Math.abs(seconds - 34)).toBeLessThan(0.3);
  });
  await audio.evaluate((element: HTMLAudioElement) => element.play());
  await eventually(async () =>
    expect(
      await audio.evaluate((element: HTMLAudioElement) => element.currentTime),
    ).toBeGreaterThan(0.3),
  );
  await button("Ver la transcripción").click();
  await page.getByRole("list", { name: "Transcripción" }).getByRole("listitem").first().waitFor();
  expect(agentPage.problems()).toEqual([]);
  await agentPage.context.close();
});
