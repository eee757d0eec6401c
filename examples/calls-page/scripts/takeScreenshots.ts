import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { controlSimulator, launchChromium } from "@skale-calls/testkit";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { buildPage } from "../../demo/src/buildPage.ts";
import { centro, demoAgents, demoContact } from "../../demo/src/seed/dealership.ts";
import { type Demo, startDemo } from "../../demo/src/startDemo.ts";

// Takes the README's pictures: the demo with its seeded history, and real calls.

const target = fileURLToPath(new URL("../screenshots/", import.meta.url));
const desktop = { viewport: { width: 1366, height: 768 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true };

const folder = await mkdtemp(join(tmpdir(), "skale-screenshots-"));
let demo: Demo | undefined;
let browser: Browser | undefined;
try {
  demo = await startDemo({
    page: buildPage({ outDir: join(folder, "page") }),
    simulator: { ringMs: 20_000, talkMs: 120_000 },
  });
  browser = await launchChromium();
  await takeLight(browser, demo);
  await takeDark(browser, demo);
  await takePhone(browser, demo);
} finally {
  await browser?.close();
  await demo?.stop();
  await rm(folder, { recursive: true });
}

async function takeLight(browser: Browser, demo: Demo): Promise<void> {
  const page = await signIn(browser, demo, "light", desktop);
  await shoot(page, "history");
  await openOverview(page);
  await shoot(page, "overview");

  await page.goto(`${demo.url}/?call=${await findTalk(demo)}`);
  await page.getByRole("dialog").waitFor();
  await shoot(page, "detail");
  await page.keyboard.press("Escape");

  await ring(demo);
  await page.getByRole("alertdialog", { name: "Llamada entrante" }).getByText("0:02").waitFor();
  await shoot(page, "incoming");
  await press(page, "Contestar");
  await page.getByRole("textbox", { name: "Notas" }).fill("Prefiere probar la SUV el domingo.");
  await talk(page);
  await shoot(page, "in-call");
  await press(page, "Colgar");
  await page.context().close();
}

async function takeDark(browser: Browser, demo: Demo): Promise<void> {
  const page = await signIn(browser, demo, "dark", desktop);
  await shoot(page, "history-dark");
  await openOverview(page);
  await shoot(page, "overview-dark");
  await page.context().close();
}

async function takePhone(browser: Browser, demo: Demo): Promise<void> {
  const page = await signIn(browser, demo, "light", phone);
  await shoot(page, "history-phone");
  await ring(demo);
  await page.getByRole("alertdialog", { name: "Llamada entrante" }).getByText("0:02").waitFor();
  await shoot(page, "incoming-phone");
  await press(page, "Contestar");
  await talk(page);
  await shoot(page, "in-call-phone");
  await press(page, "Colgar");
  await page.context().close();
}

async function signIn(
  browser: Browser,
  { url, keys }: Demo,
  theme: "light" | "dark",
  screen: Parameters<Browser["newContext"]>[0],
): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    ...screen,
    locale: "es-MX",
    colorScheme: theme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel("Correo electrónico").fill(demoAgents.lucia.email);
  await page.getByLabel("Contraseña").fill(keys.agentPassword);
  await press(page, "Iniciar sesión");
  await page.getByText(demoContact.full_name).first().waitFor();
  return page;
}

async function openOverview(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Resumen" }).click();
  // The history has a button with the same name.
  await page.getByRole("heading", { name: "Resumen" }).waitFor();
  await page.getByText("30 días", { exact: true }).click();
  await page.getByRole("img", { name: "Llamadas por día" }).waitFor();
}

/** Finds a seeded call with a conversation, notes and a transcript. */
async function findTalk({ lite }: Demo): Promise<string> {
  const answer = await fetch(
    `${lite.url}/rest/v1/whatsapp_calls?select=id&notes=not.is.null&recording_asset=not.is.null&branch_id=eq.${centro.id}&order=created_at.desc&limit=1`,
    { headers: { apikey: lite.secretKey } },
  );
  const [call] = (await answer.json()) as { id: string }[];
  if (!call) throw new Error("No call of the seeds has notes and a transcript.");
  return call.id;
}

/** Makes a seeded contact call the branch. */
async function ring({ simulator }: Demo): Promise<void> {
  const { phone, full_name } = demoContact;
  await controlSimulator(simulator, "PUT", `/contacts/${encodeURIComponent(phone)}`, {
    profileName: full_name,
  });
  await controlSimulator(simulator, "POST", "/calls", { from: phone, to: centro.inbox.phone });
}

/** Waits until the call has run for some seconds, so that timer and quality have values. */
async function talk(page: Page): Promise<void> {
  const bar = page.getByRole("region", { name: "Llamada en curso" });
  await bar.getByText("0:06").waitFor();
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

async function shoot(page: Page, name: string): Promise<void> {
  // The pointer hovers over nothing.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({
    path: join(target, `${name}.png`),
    animations: "disabled",
    caret: "hide",
  });
  console.log(`${name}.png`);
}
