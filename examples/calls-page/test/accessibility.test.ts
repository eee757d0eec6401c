import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { demoAgents } from "../../demo/src/seed/dealership.ts";
import { markStops, readFocus } from "./focus.ts";
import { type AgentPage, openPage } from "./openPage.ts";
import { eventually, test } from "./pageTest.ts";
import type { World } from "./startPage.ts";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const sections = [
  { link: "Historial", title: "Historial de llamadas", agent: "elena" },
  { link: "Resumen", title: "Resumen", agent: "lucia" },
] as const;

const looks = {
  light: { colorScheme: "light", width: 1280 },
  dark: { colorScheme: "dark", width: 1280 },
  phone: { colorScheme: "light", width: 360 },
} as const;

/**
 * Collects axe's violations in the current view, in every look.
 *
 * @param widths those at which the view exists.
 * @throws AssertionError if the page scrolls horizontally at one of them, or at 320 px.
 */
async function findFaults(
  page: Page,
  { widths = [1280, 360] }: { widths?: number[] } = {},
): Promise<string[]> {
  const faults: string[] = [];
  for (const [name, { colorScheme, width }] of Object.entries(looks)) {
    if (!widths.includes(width)) continue;
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    // The window is as high as the page, so that elements fixed to its edges cover nothing, as after scrolling to the end.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height });
    await settle(page);
    // Without the details of what passes. The page has no frames, for which axe would open another page.
    const { violations } = await new AxeBuilder({ page })
      .options({ resultTypes: ["violations"] })
      .withTags(tags)
      .setLegacyMode()
      .analyze();
    for (const { id, help, nodes } of violations) {
      faults.push(...nodes.map(({ html }) => `${name}: ${id} (${help}): ${html}`));
    }
  }
  for (const width of [...widths, 320]) {
    await page.setViewportSize({ width, height: 640 });
    // The page renders a new layout after the window has changed.
    await eventually(async () => expect(await findOverflow(page), `${width} px`).toEqual([]));
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  return faults;
}

/** Waits until transitions of colours and dialogs have ended. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const endless = Number.POSITIVE_INFINITY;
    for (;;) {
      // A changed colour scheme starts its transitions with the next frame.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const running = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== endless);
      if (running.length === 0) return;
      await Promise.all(running.map(({ finished }) => finished.catch(() => {})));
    }
  });
}

/** Empty unless the page scrolls horizontally. */
async function findOverflow(page: Page): Promise<string[]> {
  const [wanted, there] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  return (wanted ?? 0) > (there ?? 0) ? [`${wanted} px wide, of ${there}`] : [];
}

/** Of the test's own context: tests run at the same time. */
type OnTestFinished = (close: () => Promise<void>) => void;

/** The page of a seeded agent whose branch has a history. */
async function openAs(
  { world, onTestFinished }: { world: World; onTestFinished: OnTestFinished },
  agent: keyof typeof demoAgents,
): Promise<AgentPage> {
  const { email } = demoAgents[agent];
  const { stack, browser } = world;
  const opened = await openPage({
    browser,
    url: stack.url,
    agent: { id: "", email, password: stack.keys.agentPassword },
  });
  onTestFinished(() => opened.context.close());
  return opened;
}

describe("axe finds no violation, in light and dark and on a phone, and no page scrolls horizontally", {
  timeout: 90_000,
  concurrent: true,
}, () => {
  test("signing in", async ({ world, onTestFinished }) => {
    const context = await world.browser.newContext({ locale: "es-MX" });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(world.stack.url);
    await page.getByLabel("Correo electrónico").fill("nadie@demo.skale.example");
    expect(await findFaults(page)).toEqual([]);
    await page.getByLabel("Contraseña").fill("equivocada");
    await page.getByRole("button", { name: "Iniciar sesión" }).click();
    await page.getByRole("alert").waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test("an English browser gets the English page", async ({ world, onTestFinished }) => {
    const context = await world.browser.newContext({ locale: "en-GB" });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(world.stack.url);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
  });

  test("the history, and a call's detail", async ({ world, onTestFinished }) => {
    const { page } = await openAs({ world, onTestFinished }, "elena");
    const links = page.getByRole("main").getByRole("link");
    await links.first().waitFor();
    expect(await findFaults(page)).toEqual([]);
    await links.first().click();
    await page.getByRole("dialog").getByText("Qué pasó").waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test("the phone over the page on a small screen", async ({ desk }) => {
    const { page, button } = await desk.openPage();
    await page.setViewportSize({ width: 360, height: 800 });
    await button("Teléfono").click();
    await page.getByRole("dialog", { name: "Teléfono" }).getByLabel("Número o nombre").waitFor();
    expect(await findFaults(page, { widths: [360] })).toEqual([]);
  });

  test("the overview", async ({ world, onTestFinished }) => {
    const { page } = await openAs({ world, onTestFinished }, "lucia");
    await page.getByRole("link", { name: "Resumen" }).click();
    await page.getByRole("img", { name: "Llamadas por día" }).waitFor();
    await page.getByText("Jorge Salinas").waitFor();
    expect(await findFaults(page)).toEqual([]);
    for (const disclosure of await page.locator("summary").all()) await disclosure.click();
    await page.getByRole("table", { name: "Llamadas por día" }).waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test("the overview of a branch without calls, and the form for business hours", async ({
    desk,
  }) => {
    const { page, button } = await desk.openPage();
    await page.getByRole("link", { name: "Resumen" }).click();
    await page.getByText("No hay llamadas por devolver").waitFor();
    expect(await findFaults(page)).toEqual([]);
    await button("Cambiar horario").click();
    await page.getByLabel("Lunes").fill("nueve");
    await button("Guardar").click();
    await page.getByText("Escribe las horas como").waitFor();
    expect(await findFaults(page, { widths: [360] })).toEqual([]);
  });

  test("a contact's permission to be called, and a number that may not call", async ({ desk }) => {
    await desk.behave({ permission: "none", permitted: false });
    await desk.changeNumber({ calling: "DISABLED" });
    const { page, button } = await desk.openPage();
    await page.getByRole("main").getByText("Las llamadas están desactivadas").waitFor();
    const panel = page.getByRole("region", { name: "Permiso para llamar" });
    await page.getByLabel("Número o nombre").fill(desk.contact);
    await panel.waitFor();
    expect(await findFaults(page, { widths: [1280] })).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    await button("Teléfono").click();
    await page.getByLabel("Número o nombre").fill(desk.contact);
    await button("Pedir permiso").click();
    await panel.getByText("Esperando la respuesta").waitFor();
    expect(await findFaults(page, { widths: [360] })).toEqual([]);
  });

  test("a ringing call, and a current one", async ({ desk }) => {
    const { page, banner, bar, button } = await desk.openPage();
    await desk.ring({ ringMs: 60_000, talkMs: 120_000 });
    await banner.waitFor();
    expect(await findFaults(page)).toEqual([]);
    await button("Contestar").click();
    await bar.getByText("0:01").waitFor();
    expect(await findFaults(page)).toEqual([]);
    await button("Teclado").click();
    await button("5").waitFor();
    expect(await findFaults(page)).toEqual([]);
    await button("Colgar").click();
    await bar.waitFor({ state: "detached" });
    expect(await findFaults(page)).toEqual([]);
  });
});

describe("with the keyboard alone", () => {
  test("the skip link skips the header", async ({ world, onTestFinished }) => {
    const { page } = await openAs({ world, onTestFinished }, "elena");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(readFocus)).toMatchObject({ name: "Ir al contenido", isSeen: true });
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
  });

  for (const { link, title, agent } of sections) {
    for (const width of [1280, 360]) {
      test(`the tab key reaches all of ${link} at ${width} px, and the focus is visible`, async ({
        world,
        onTestFinished,
      }) => {
        const { page } = await openAs({ world, onTestFinished }, agent);
        await page.setViewportSize({ width, height: 740 });
        await page.getByRole("link", { name: link }).click();
        await page.getByRole("heading", { name: title, level: 1 }).waitFor();
        await page.getByRole("main").getByRole("link").first().waitFor();
        const stops = await page.evaluate(markStops);
        const missing = new Set(Object.keys(stops));
        expect(missing.size).toBeGreaterThan(10);
        const unseen: string[] = [];
        for (let presses = 0; missing.size > 0 && presses < 150; presses += 1) {
          await page.keyboard.press("Tab");
          const { stop, name, isSeen } = await page.evaluate(readFocus);
          if (stop !== undefined) missing.delete(stop);
          if (!isSeen) unseen.push(name);
        }
        expect(unseen).toEqual([]);
        expect([...missing].map((stop) => stops[stop])).toEqual([]);
      });
    }
  }

  test("a call's detail keeps the focus, and returns it", async ({ world, onTestFinished }) => {
    const { page } = await openAs({ world, onTestFinished }, "elena");
    const link = page.getByRole("main").getByRole("link").first();
    await link.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Qué pasó").waitFor();
    const isInside = () => dialog.evaluate((element) => element.contains(document.activeElement));
    for (let steps = 0; steps < 25; steps += 1) {
      expect(await isInside()).toBe(true);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Shift+Tab");
    expect(await isInside()).toBe(true);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test("English can be chosen in the language menu", async ({ world, onTestFinished }) => {
    const { page } = await openAs({ world, onTestFinished }, "elena");
    await page.getByRole("button", { name: "Idioma" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitemradio", { name: "English" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "History" }).waitFor();
    expect(await page.evaluate(() => [document.documentElement.lang, document.title])).toEqual([
      "en",
      expect.stringContaining("WhatsApp calls"),
    ]);
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByRole("heading", { name: "Missed calls to return" }).waitFor();
    expect(await page.getByRole("main").textContent()).not.toMatch(/llamada|perdida|días/i);
  });
});

test("text at twice its size stays complete and usable", async ({ world, onTestFinished }) => {
  const { page, button } = await openAs({ world, onTestFinished }, "lucia");
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const { link } of sections) {
    await page.getByRole("link", { name: link }).click();
    await page.getByText("Jorge Salinas").first().waitFor();
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    await expect.poll(() => findOverflow(page)).toEqual([]);
    // A click requires that the button is visible and not covered.
    await button("Idioma").click({ trial: true });
    await page.getByRole("main").getByRole("link").first().click({ trial: true });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "";
    });
  }
});
