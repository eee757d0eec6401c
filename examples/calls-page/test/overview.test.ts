import { expect } from "vitest";
import { eventually, test } from "./pageTest.ts";

test("a missed call is in the overview, with live updates, until the agent returns it with one click", {
  timeout: 60_000,
}, async ({ desk }) => {
  const { page, bar, button, problems } = await desk.openPage();
  await page.getByRole("link", { name: "Resumen" }).click();
  await page.getByText("No hay llamadas por devolver").waitFor();
  await page.getByText("No hay llamadas en estos días").waitFor();
  const toReturn = page.getByRole("region", { name: "Llamadas perdidas por devolver" });
  const row = toReturn.getByRole("listitem");

  for (const times of ["1 perdida", "2 perdidas"]) {
    await desk.ring({ ringMs: 100 });
    await row.filter({ hasText: times }).waitFor();
  }
  await page.getByText("0 de 2; 2 perdidas").waitFor();

  await desk.behave({ onIncoming: "reject", ringMs: 100 });
  await row.getByRole("button", { name: /^Devolver/ }).click();
  await row.filter({ hasText: "1 intento sin respuesta" }).waitFor();

  await desk.behave({ onIncoming: "answer", ringMs: 100 });
  await row.getByRole("button", { name: /^Devolver/ }).click();
  await bar.getByText("0:01").waitFor();
  await button("Colgar").click();
  await page.getByText("No hay llamadas por devolver").waitFor();

  // The price of calls to Mexico is not among the published ones.
  const costs = page.getByRole("region", { name: "Costo de las llamadas", exact: true });
  await costs.getByText(/^Sin tarifa: 1 llamada, \d s hablados.*Falta la tarifa/).waitFor();
  await costs.getByRole("radio", { name: "Número" }).click({ force: true });
  await costs.getByRole("row", { name: /^Ventas .* Sin tarifa: \d s$/ }).waitFor();
  expect(problems()).toEqual([]);
});

test("an agent who may sets the business hours, and removes them", async ({ desk }) => {
  const agentPage = await desk.openPage();
  const { page, button, problems } = agentPage;
  agentPage.expectProblem(/status of 400/);
  await page.getByRole("link", { name: "Resumen" }).click();
  const panel = page.getByRole("region", { name: "Horario de atención" });
  await panel.getByText(/^Sin horario/).waitFor();
  await button("Cambiar horario").click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Zona horaria").fill("America/Mexico_City");
  await form.getByLabel("Lunes").fill("nueve");
  await form.getByLabel("Días especiales").fill("2090-12-25\n2090-12-24 9-13");
  await button("Guardar").click();
  await form.getByText("Escribe las horas como 9:00-14:00").waitFor();
  await form.getByLabel("Lunes").fill("9-14, 13-19");
  await button("Guardar").click();
  await form.getByText(/que no se solapen/).waitFor();
  await form.getByLabel("Lunes").fill("9-14, 16-19");
  await button("Guardar").click();
  await form.waitFor({ state: "detached" });
  await panel.getByText("09:00–14:00, 16:00–19:00").waitFor();
  await panel.getByText("09:00–13:00").waitFor();
  await panel.getByText("Hora de America/Mexico_City").waitFor();

  await button("Cambiar horario").click();
  await button("Quitar el horario").click();
  await panel.getByText(/^Sin horario/).waitFor();
  expect(problems()).toEqual([]);
});

test("the period is in the address", async ({ desk }) => {
  const { page } = await desk.openPage();
  await page.goto(`${new URL(page.url()).origin}/overview?period=30`);
  await eventually(async () =>
    expect(await page.getByRole("radio", { name: "30 días" }).isChecked()).toBe(true),
  );
  await page.getByRole("radio", { name: "30 días" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL("**/overview?period=90");
  await page.goto(`${new URL(page.url()).origin}/overview?period=12`);
  await eventually(async () =>
    expect(await page.getByRole("radio", { name: "7 días" }).isChecked()).toBe(true),
  );
});

test("a failed request is reported and can be repeated", async ({ desk }) => {
  const agentPage = await desk.openPage();
  const { page } = agentPage;
  agentPage.expectProblem(/Failed to load resource/);
  await page.route("**/rpc/whatsapp_calls_*", (route) =>
    route.fulfill({ status: 400, json: { message: "no", code: "XX000" } }),
  );
  await page.getByRole("link", { name: "Resumen" }).click();
  const alerts = page.getByRole("main").getByRole("alert");
  await eventually(async () => expect(await alerts.count()).toBe(2));
  await page.unroute("**/rpc/whatsapp_calls_*");
  await alerts.first().getByRole("button", { name: "Reintentar" }).click();
  await page.getByText("No hay llamadas en estos días").waitFor();
  await alerts.first().getByRole("button", { name: "Reintentar" }).click();
  await page.getByText("No hay llamadas por devolver").waitFor();
  expect(agentPage.problems()).toEqual([]);
});
