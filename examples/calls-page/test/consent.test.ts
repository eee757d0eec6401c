import { describe } from "vitest";
import { patience, test } from "./pageTest.ts";

const field = "Número o nombre";

describe.concurrent("what limits a number's calls, and what they cost", patience, () => {
  test("a call outside of business hours is marked in the list and in its detail", async ({
    desk,
    world,
  }) => {
    await world.database.sql`
      insert into whatsapp_call_hours (inbox_id, time_zone, weekly)
      select id, 'America/Mexico_City', '[]' from whatsapp_inboxes where phone_number = ${desk.business}`;
    const { page } = await desk.openPage();
    await desk.ring({ ringMs: 300 });
    const main = page.getByRole("main");
    await main.getByText("Perdida", { exact: true }).first().waitFor();
    await main.getByTitle("Fuera de horario").waitFor();
    await main.getByRole("link").first().click();
    await page.getByRole("dialog").getByText("Fuera de horario", { exact: true }).waitFor();
  });

  test("the price of a minute is beside the dial button, if there is one", async ({ desk }) => {
    const { page } = await desk.openPage();
    const input = page
      .getByRole("combobox", { name: field })
      .or(page.getByRole("textbox", { name: field }));
    await input.fill("+995 555 123 456");
    await page.getByText(/Cuesta unos 0,0095\sUSD por minuto\./).waitFor();
    await input.fill(desk.contact);
    await page.getByText("Sin tarifa para este número.").waitFor();
  });
});
