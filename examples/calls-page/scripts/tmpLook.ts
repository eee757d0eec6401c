import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium } from "@skale-calls/testkit";
import { buildPage } from "../../demo/src/buildPage.ts";
import { centro, demoAgents, demoContact } from "../../demo/src/seed/dealership.ts";
import { startDemo } from "../../demo/src/startDemo.ts";

const folder = await mkdtemp(join(tmpdir(), "look-"));
const demo = await startDemo({
  page: buildPage({ outDir: join(folder, "page") }),
  simulator: { ringMs: 20_000, talkMs: 120_000 },
});
const browser = await launchChromium();
const out = "/tmp/list-look/";
const post = async (rows: object[]) => {
  const r = await fetch(`${demo.lite.url}/rest/v1/whatsapp_calls`, {
    method: "POST",
    headers: {
      apikey: demo.lite.secretKey,
      authorization: `Bearer ${demo.lite.secretKey}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(rows),
  });
  if (!r.ok) console.log(await r.text());
};
try {
  for (const [theme, width, height] of [
    ["light", 1366, 768],
    ["light", 360, 768],
    ["dark", 820, 768],
    ["light", 1280, 768],
    ["dark", 1920, 1080],
  ] as const) {
    const context = await browser.newContext({
      viewport: { width, height },
      locale: "es-MX",
      colorScheme: theme,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.on("console", (m) => {
      if (["error", "warning"].includes(m.type())) console.log(width, m.type(), m.text());
    });
    page.on("pageerror", (e) => console.log(width, String(e)));
    await page.goto(demo.url);
    await page.getByLabel("Correo electrónico").fill(demoAgents.lucia.email);
    await page.getByLabel("Contraseña").fill(demo.keys.agentPassword);
    await page.getByRole("button", { name: "Iniciar sesión", exact: true }).click();
    await page.getByText(demoContact.full_name).first().waitFor();
    await page.waitForTimeout(800);
    const top = await page
      .locator("tbody tr")
      .first()
      .evaluate((e) => e.getBoundingClientRect().top);
    const over = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    console.log(width, "first row top", top, "overflow", over);
    await page.screenshot({ path: `${out}history-${width}-${theme}.png`, animations: "disabled" });
    if (width === 360 || width === 1366) {
      await page.locator("tbody a").nth(2).click();
      await page.getByRole("dialog").getByText("Qué pasó").waitFor();
      await page.waitForTimeout(500);
      await page.screenshot({ path: `${out}detail-${width}-${theme}.png`, animations: "disabled" });
      await page.keyboard.press("Escape");
      await page.waitForTimeout(300);
      await page.getByRole("button", { name: width === 360 ? /^Filtros/ : /^Fechas/ }).click();
      await page.waitForTimeout(400);
      await page.screenshot({
        path: `${out}filters-${width}-${theme}.png`,
        animations: "disabled",
      });
      await page.keyboard.press("Escape");
      await page
        .getByRole("button", { name: /^Notas/ })
        .first()
        .click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${out}notes-${width}-${theme}.png`, animations: "disabled" });
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^Cuenta/ }).click();
      await page.waitForTimeout(300);
      await page.screenshot({
        path: `${out}account-${width}-${theme}.png`,
        animations: "disabled",
      });
      await page.keyboard.press("Escape");
    }
    if (width !== 1280) {
      await page.getByRole("link", { name: "Resumen" }).click();
      await page.getByRole("img", { name: "Llamadas por día" }).waitFor();
      await page.waitForTimeout(500);
      await page.screenshot({
        path: `${out}overview-${width}-${theme}.png`,
        animations: "disabled",
      });
    }
    await context.close();
  }
  // long values
  const long = "Ñandú🌸".repeat(28);
  await post(
    [
      {
        call_id: "w1",
        direction: "entrante",
        direction_source: "provider",
        status: "no_contestada",
        end_reason: "missed",
        contact_name: long,
        contact_phone: "+525599999901",
        branch_id: centro.id,
        notes: "x".repeat(9000),
        ended_at: new Date().toISOString(),
        provider: "ycloud",
      },
      {
        call_id: "w2",
        direction: "saliente",
        direction_source: "dialled",
        status: "fallida",
        end_reason: "failed",
        error_code: "138006",
        contact_name: "محمد عبد الله الطويل جداً".repeat(7).slice(0, 199),
        contact_phone: "+525599999902",
        branch_id: centro.id,
        notes: "ملاحظة طويلة ".repeat(200),
        ended_at: new Date().toISOString(),
        provider: "ycloud",
      },
      {
        call_id: "w3",
        direction: null,
        direction_source: null,
        status: "iniciando",
        end_reason: null,
        contact_name: "photo\u202egnp.exe",
        contact_phone: null,
        contact_user_id: "MX.13491208655302741918",
        branch_id: centro.id,
        notes: null,
        ended_at: null,
        provider: "ycloud",
      },
      {
        call_id: "manual:4",
        direction: null,
        direction_source: null,
        status: "iniciando",
        end_reason: null,
        contact_name: null,
        contact_phone: null,
        branch_id: centro.id,
        notes: "Llamó a la recepción",
        ended_at: null,
        provider: null,
      },
    ].map((r) => ({ contact_user_id: null, error_code: null, ...r })),
  );
  for (const [theme, width, height] of [
    ["light", 360, 768],
    ["light", 820, 768],
    ["light", 1366, 768],
  ] as const) {
    const context = await browser.newContext({
      viewport: { width, height },
      locale: "es-MX",
      colorScheme: theme,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.on("console", (m) => {
      if (["error", "warning"].includes(m.type())) console.log(width, m.type(), m.text());
    });
    await page.goto(demo.url);
    await page.getByLabel("Correo electrónico").fill(demoAgents.lucia.email);
    await page.getByLabel("Contraseña").fill(demo.keys.agentPassword);
    await page.getByRole("button", { name: "Iniciar sesión", exact: true }).click();
    await page.getByText("Registrada a mano").first().waitFor();
    await page.waitForTimeout(800);
    console.log(
      width,
      "overflow",
      await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]),
    );
    await page.screenshot({ path: `${out}long-${width}.png`, animations: "disabled" });
    await page.locator("tbody a").nth(2).click();
    await page.getByRole("dialog").getByText("Qué pasó").waitFor();
    await page.waitForTimeout(400);
    await page.screenshot({ path: `${out}longdetail-${width}.png`, animations: "disabled" });
    await context.close();
  }
} finally {
  await browser.close();
  await demo.stop();
  await rm(folder, { recursive: true });
}
