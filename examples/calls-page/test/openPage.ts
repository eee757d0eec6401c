import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { Agent } from "./openDesk.ts";
import { type BrowserMedia, watchConnections } from "./watchConnections.ts";

export interface OpenPageOptions {
  browser: Browser;
  url: string;
  /** The agent who signs in. */
  agent: Agent;
  /** Changes the context before the page is opened. */
  prepare?: (context: BrowserContext) => Promise<unknown>;
}

/** The Calls page with page objects for its parts. */
export interface AgentPage {
  page: Page;
  context: BrowserContext;
  /** The alert of a ringing call. */
  banner: Locator;
  /** The bar of the current call. */
  bar: Locator;
  /** The summary of the agent's last call. */
  summary: Locator;
  button(name: string): Locator;
  dial(to: string): Promise<void>;
  /** Answers the ringing call as soon as the banner appears. */
  answer(): Promise<void>;
  readMedia(): Promise<BrowserMedia>;
  /** Marks an error as expected by the test. */
  expectProblem(pattern: RegExp): void;
  /** Uncaught errors and console errors, without the expected ones. */
  problems(): string[];
}

/** Opens the page in a separate context, and signs the agent in with the form. */
export async function openPage({
  browser,
  url,
  agent,
  prepare,
}: OpenPageOptions): Promise<AgentPage> {
  const context = await browser.newContext({ locale: "es-MX", reducedMotion: "reduce" });
  context.setDefaultTimeout(30_000);
  await prepare?.(context);
  const page = await context.newPage();
  const seen: string[] = [];
  const expected: RegExp[] = [];
  page.on("pageerror", (error) => seen.push(`uncaught ${error.name}: ${error.message}`));
  page.on("console", (message) => {
    const type = message.type();
    if (type === "error" || type === "warning") seen.push(`${type}: ${message.text()}`);
  });
  await page.addInitScript(watchConnections);
  try {
    await page.goto(url);
    await page.getByLabel("Correo electrónico").fill(agent.email);
    await page.getByLabel("Contraseña").fill(agent.password);
    await page.getByRole("button", { name: "Iniciar sesión" }).click();
    await page.getByRole("link", { name: "Historial" }).waitFor();
  } catch (cause) {
    const shown = await page.locator("body").ariaSnapshot();
    await context.close();
    throw new Error(`Not signed in:\n${[shown, ...seen].join("\n")}`, { cause });
  }
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const name = "Número o nombre";
  const banner = page.getByRole("alertdialog", { name: "Llamada entrante" });
  return {
    page,
    context,
    banner,
    bar: page.getByRole("region", { name: "Llamada en curso" }),
    summary: page.getByRole("region", { name: "Llamada terminada" }),
    button,
    async dial(to) {
      await page.getByRole("combobox", { name }).or(page.getByRole("textbox", { name })).fill(to);
      await button("Llamar").click();
    },
    answer: () => banner.getByRole("button", { name: "Contestar" }).click(),
    readMedia: () => page.evaluate(() => window.readMedia()),
    expectProblem: (pattern) => expected.push(pattern),
    problems: () => seen.filter((problem) => !expected.some((pattern) => pattern.test(problem))),
  };
}
