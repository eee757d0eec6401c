import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { type BrowserContext, launch, type Page } from "puppeteer-core";
import { createLocator } from "./createLocator.ts";
import { findFirefox } from "./findFirefox.ts";

export interface LaunchFirefoxOptions {
  /** Whether the user lets pages use the microphone. Default: true. */
  allowMicrophone?: boolean;
  /** The pitch of the microphone's tone. Default: 1,000. */
  microphoneHz?: number;
}

const preferences = {
  "media.navigator.streams.fake": true,
  "media.autoplay.default": 0,
  // Allows candidates on 127.0.0.1, where the simulator's users listen.
  "media.peerconnection.ice.loopback": true,
  // The windows of a test have no focus, and Firefox lists devices only for a page with focus.
  "media.devices.unfocused.enabled": true,
  "dom.min_background_timeout_value": 4,
  "intl.accept_languages": "es-MX",
  "ui.prefersReducedMotion": 1,
};

/**
 * Starts a headless Firefox that is driven by WebDriver BiDi. It has the part of Playwright's `Browser` that the calling
 * scenarios use, because Playwright drives no stock Firefox; every other member throws an error that names it.
 *
 * @throws Error like {@link findFirefox}.
 */
export async function launchFirefox({
  allowMicrophone = true,
  microphoneHz = 1000,
}: LaunchFirefoxOptions = {}): Promise<Browser> {
  const browser = await launch({
    browser: "firefox",
    executablePath: findFirefox(),
    headless: true,
    extraPrefsFirefox: {
      ...preferences,
      "media.navigator.permission.disabled": allowMicrophone,
      "media.navigator.audio.fake_frequency": microphoneHz,
      ...(!allowMicrophone && { "permissions.default.microphone": 2 }),
    },
  });
  const finder = await bundleFinder();
  const version = (await browser.version()).replace(/^firefox\//, "");
  const own = only("browser", {
    version: () => version,
    browserType: () => ({ name: () => "firefox" }),
    newContext: async () => createContext(await browser.createBrowserContext(), finder),
    close: () => browser.close(),
  });
  return own as unknown as Browser;
}

/** The script that finds elements in the page. */
async function bundleFinder(): Promise<string> {
  const entry = fileURLToPath(new URL("findElements.ts", import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** Returns an object whose missing members throw instead of being undefined. */
function only<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, key) {
      if (key in target || typeof key === "symbol" || key === "then")
        return Reflect.get(target, key);
      throw new Error(`The driver of Firefox has no ${name}.${key}.`);
    },
  });
}

function createContext(context: BrowserContext, finder: string) {
  const own: object = only("context", {
    setDefaultTimeout() {},
    newPage: async () => createPage(await context.newPage({ type: "window" }), own, finder),
    close: () => context.close(),
  });
  return own;
}

async function createPage(page: Page, context: object, finder: string) {
  const routes = new Map<string, (route: object) => unknown>();
  let isIntercepting = false;
  // Playwright's size, at which the page shows all its parts.
  await page.setViewport({ width: 1280, height: 720 });
  await page.evaluateOnNewDocument(finder);
  const root = createLocator(page, []);

  /** @param glob the end of the address, such as the pattern of all addresses that end in `/hangup`. */
  async function route(glob: string, handle: (route: object) => unknown): Promise<void> {
    routes.set(glob.replaceAll("*", ""), handle);
    // It stays on, because a request may be on its way when a route is removed.
    if (!isIntercepting) {
      isIntercepting = true;
      await page.setRequestInterception(true);
      page.on("request", async (request) => {
        const found = [...routes].find(([ending]) => request.url().endsWith(ending));
        if (!found) return request.continue();
        await found[1]({ continue: () => request.continue(), abort: () => request.abort() });
      });
    }
  }

  return only("page", {
    context: () => context,
    on(event: string, listener: (given: unknown) => void) {
      if (event === "pageerror") page.on("pageerror", listener);
      // Firefox's own warnings, such as about autoplay and cookies, are no problems of the page.
      else if (event === "console") {
        page.on("console", (message) => {
          const type = () => (message.type() === "warn" ? "log" : message.type());
          listener({ type, text: () => message.text() });
        });
      }
    },
    addInitScript: (script: () => void) => page.evaluateOnNewDocument(script),
    evaluate: (script: (given: unknown) => unknown, given?: unknown) =>
      page.evaluate(script, given),
    goto: (url: string) => page.goto(url, { waitUntil: "load" }),
    reload: () => page.reload({ waitUntil: "load" }),
    close: () => page.close({ runBeforeUnload: false }),
    isClosed: () => page.isClosed(),
    title: () => page.title(),
    url: () => page.url(),
    keyboard: { type: (text: string) => page.keyboard.type(text) },
    mouse: { click: (x: number, y: number) => page.mouse.click(x, y) },
    route,
    unroute: async (glob: string) => void routes.delete(glob.replaceAll("*", "")),
    getByRole: root.getByRole,
    getByText: root.getByText,
    getByLabel: root.getByLabel,
    locator: root.locator,
  });
}
