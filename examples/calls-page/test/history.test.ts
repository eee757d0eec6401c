import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { openPage } from "./openPage.ts";
import { eventually, expectTalk, patience, test } from "./pageTest.ts";

test(
  "a call stays usable while a detail is open, with mouse and keyboard",
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
    // The two texts are identical.
    await eventually(async () =>
      expect(await detail.getByLabel("Notas").inputValue()).toBe("Llega a las cinco."),
    );

    await bar.getByRole("button", { name: "Colgar" }).click();
    await detail.getByText("Completada").waitFor();
    await detail.getByRole("button", { name: "Cerrar" }).click();
    await detail.waitFor({ state: "detached" });
  },
);

test("a past call's recording plays, and its transcript is shown", patience, async ({ world }) => {
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

test(
  "a call's contact is the lead with its number in any notation; the account menu names the agent",
  patience,
  async ({ world, desk }) => {
    const { sql } = world.database;
    const [{ branch }] = await sql<[{ branch: string }]>`
    select branch_id as branch from users where id = ${desk.agent.id}`;
    const national = desk.contact.replace("+52", "");
    await sql`insert into leads (branch_id, full_name, phone)
    values (${branch}, 'Leticia Prado', ${`044 ${national.slice(0, 2)} ${national.slice(2, 6)}-${national.slice(6)}`})`;
    const seconds = 75;
    await sql`insert into whatsapp_calls
    (call_id, direction, status, contact_phone, contact_name, contact_profile_name, branch_id, claimed_by, rejected_at, duration_seconds)
    values (${`wacid.${randomUUID()}`}, 'entrante', 'cancelada', ${`+521${national}`}, 'Lety 🌸', 'Lety 🌸',
      ${branch}, ${desk.agent.id}, now(), ${seconds})`;
    const agentPage = await desk.openPage();
    const { page } = agentPage;
    const row = page.locator("tbody tr").filter({ hasText: "Leticia Prado" });
    await row.filter({ hasText: "1:15" }).filter({ hasText: "Tú" }).waitFor();
    await row.getByRole("link").click();
    const detail = page.getByRole("dialog", { name: "Detalle de la llamada" });
    await detail.getByText("Leticia Prado (por su número, sin vincular)").waitFor();
    await detail.getByText("1:15").waitFor();
    await detail.getByText("Lety 🌸").waitFor();
    await detail.getByRole("button", { name: "Vincular con Leticia Prado" }).click();
    await detail.getByText("sin vincular").waitFor({ state: "detached" });
    await detail.getByRole("button", { name: "Cerrar" }).click();
    await detail.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Cuenta: Irene Soto" }).click();
    await page.getByText(desk.agent.email).waitFor();
    expect(agentPage.problems()).toEqual([]);
  },
);

const name = "Ñandú🌸".repeat(25);
/** Values of the database's maximum length: without spaces, right-to-left, and without optional fields. */
const calls = [
  { contact_name: name, notes: "x".repeat(10_000) },
  { contact_name: "محمد عبد الله ".repeat(14), notes: "ملاحظة ".repeat(300), error_code: "138006" },
  { contact_name: "photo\u202egnp.exe", contact_phone: null },
  { contact_name: null, contact_phone: null, direction: null },
];
const widths = [360, 640, 820, 1024, 1366, 1920];

test(
  "the calls begin in the window's top quarter and do not move, even with long values",
  patience,
  async ({ world, desk }) => {
    const agentPage = await desk.openPage();
    const { page } = agentPage;
    const { sql } = world.database;
    const [{ branch }] = await sql<[{ branch: string }]>`
    select branch_id as branch from users where id = ${desk.agent.id}`;
    for (const call of calls) {
      const row = {
        id: randomUUID(),
        call_id: `wacid.${randomUUID()}`,
        direction: "entrante",
        status: "fallida",
        contact_phone: desk.contact,
        branch_id: branch,
        ...call,
      };
      await sql`insert into whatsapp_calls ${sql(row)}`;
    }
    const rows = page.locator("tbody tr");
    await rows.nth(calls.length - 1).waitFor();

    for (const width of widths) {
      await page.setViewportSize({ width, height: 768 });
      const measure = () =>
        page.evaluate(() => {
          const boxes = [...document.querySelectorAll("tbody tr")].map((row) =>
            row.getBoundingClientRect(),
          );
          const clipped = [...document.querySelectorAll("tbody td")].filter(
            (cell) =>
              cell.scrollWidth > cell.clientWidth + 1 &&
              getComputedStyle(cell).overflow === "visible",
          );
          return {
            top: boxes[0]?.top ?? Number.NaN,
            heights: boxes.map(({ height }) => height),
            overflow: document.documentElement.scrollWidth - innerWidth,
            clipped: clipped.map(({ textContent }) => textContent?.slice(0, 20)),
          };
        });
      await expect
        .poll(async () => {
          const { top, heights, overflow, clipped } = await measure();
          return {
            isHigh: top <= 192,
            isDense: Math.max(...heights) <= 112,
            overflow,
            clipped,
          };
        })
        .toEqual({ isHigh: true, isDense: true, overflow: 0, clipped: [] });
    }

    await page.setViewportSize({ width: 1366, height: 768 });
    const top = () => rows.first().evaluate((row) => row.getBoundingClientRect().top);
    const before = await top();
    await page.getByRole("searchbox").fill("photo");
    await page.waitForURL(/q=photo/);
    await expect.poll(() => rows.count()).toBe(1);
    expect(await top()).toBe(before);
    await page.getByRole("button", { name: "Limpiar filtros" }).click();
    await expect.poll(() => rows.count()).toBe(calls.length);
    expect(await top()).toBe(before);

    // The complete text is in the popover and in the detail.
    await page.getByRole("button", { name: /^Notas: x/ }).click();
    const notes = page.getByRole("dialog", { name: "Notas" });
    expect(await notes.textContent()).toBe("x".repeat(10_000));
    expect(await notes.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByText(/^El contacto no ha permitido llamadas/).waitFor();
    expect(await rows.getByRole("link", { name: "photognp.exe" }).count()).toBe(1);
    for (const link of await rows.getByRole("link").all()) {
      await link.click();
      const detail = page.getByRole("dialog", { name: "Detalle de la llamada" });
      await detail.getByText("Qué pasó").waitFor();
      await page.setViewportSize({ width: 360, height: 768 });
      expect(await detail.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.keyboard.press("Escape");
      await detail.waitFor({ state: "detached" });
    }
    expect(agentPage.problems()).toEqual([]);
  },
);
