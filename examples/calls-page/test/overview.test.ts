import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { eventually, patience, test } from "./pageTest.ts";

test.concurrent(
  "a missed call is in the overview, with live updates, until the agent returns it with one click",
  patience,
  async ({ desk }) => {
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
  },
);

test.concurrent(
  "an agent who may sets the business hours, and removes them",
  patience,
  async ({ desk }) => {
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
  },
);

test.concurrent("the period is in the address", patience, async ({ desk }) => {
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

test.concurrent("a failed request is reported and can be repeated", patience, async ({ desk }) => {
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

test.concurrent(
  "costs go by the account's time zone, and by branch for an agent who reads several",
  patience,
  async ({ desk, world }) => {
    const { sql } = world.database;
    const [{ branch }] = await sql<[{ branch: string }]>`
    select branch_id as branch from users where id = ${desk.agent.id}`;
    // At 03:00 UTC on the first day, the month has not begun in the account's time zone (America/Mexico_City). The call without
    // a branch is older than the figures of the other tests.
    const now = new Date();
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1, 3));
    for (const branchId of [branch, null]) {
      await sql`
      insert into whatsapp_calls
        (call_id, direction, status, answered_at, created_at, contact_phone, duration_seconds, branch_id)
      values (${`wacid.${randomUUID()}`}, 'saliente', 'completada', ${first}, ${first}, '+995555123456', 56, ${branchId})`;
    }
    const { page, context } = await desk.openPage();
    const ratesRequests: unknown[] = [];
    page.on("request", (request) => {
      if (/whatsapp_call_rate_cards/.test(request.url()))
        ratesRequests.push(request.postDataJSON());
    });
    const browserZone = await context.newCDPSession(page);
    await browserZone.send("Emulation.setTimezoneOverride", { timezoneId: "Asia/Tokyo" });
    await page.goto(`${new URL(page.url()).origin}/overview?period=90`);
    const costs = page.getByRole("region", { name: "Costo de las llamadas", exact: true });
    const month = new Date(first.getTime() - 86_400_000).toLocaleDateString("es-MX", {
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
    await costs.getByRole("row", { name: new RegExp(`^${month} 2 `, "i") }).waitFor();
    await costs.getByText("Cómo se calcula").click();
    await costs.getByText("los de la cuenta de WhatsApp (America/Mexico_City)").waitFor();
    expect(ratesRequests).toContainEqual({ p_account_time_zone: "America/Mexico_City" });
    const byBranch = costs.getByRole("radio", { name: "Sucursal" });
    expect(await byBranch.count()).toBe(0);

    // The host's row-level security decides which branches an agent reads.
    const json = [
      { id: branch, name: "Sucursal Sur" },
      { id: randomUUID(), name: "Sucursal Este" },
    ];
    await page.route(/\/branches\?select=id/, (route) => route.fulfill({ json }));
    await page.reload();
    await page.setViewportSize({ width: 320, height: 640 });
    await byBranch.click({ force: true });
    await costs.getByRole("row", { name: /^Sucursal Sur 1 / }).waitFor();
    await costs.getByRole("row", { name: /^Sin sucursal 1 / }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  },
);
