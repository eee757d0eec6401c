import type { ElementHandle, Page } from "puppeteer-core";
import type { Step, Text } from "./findElements.ts";

const patience = 30_000;
const pause = 50;

interface NameOptions {
  name?: string | RegExp;
  exact?: boolean;
}

interface ClickOptions {
  timeout?: number;
}

const textOf = (text: string | RegExp): Text =>
  typeof text === "string" ? text : { source: text.source, flags: text.flags };

/** Creates the methods of Playwright's `Locator` that the scenarios use. */
export function createLocator(page: Page, steps: readonly Step[]) {
  const more = (step: Step) => createLocator(page, [...steps, step]);

  /** Counts the elements, and those that are visible. */
  const look = () =>
    page.evaluate((wanted) => {
      const found = window.findElements(wanted);
      return { count: found.length, shown: found.filter(window.isShown).length };
    }, steps as Step[]);

  async function until(check: () => Promise<boolean>, timeout = patience): Promise<void> {
    for (const end = Date.now() + timeout; ; await new Promise((go) => setTimeout(go, pause))) {
      // The page may be between two documents.
      if (await check().catch(() => false)) return;
      if (Date.now() > end)
        throw new Error(`Not so within ${timeout} ms: ${JSON.stringify(steps)}`);
    }
  }

  const first = async () => {
    const handle = await page.evaluateHandle(
      (wanted) => window.findElements(wanted).find(window.isShown) ?? null,
      steps as Step[],
    );
    return handle.asElement() as ElementHandle<Element> | null;
  };

  return {
    steps,
    getByRole: (role: string, { name, exact = false }: NameOptions = {}) =>
      more({ by: "role", role, exact, ...(name !== undefined && { name: textOf(name) }) }),
    getByText: (text: string | RegExp, { exact = false }: NameOptions = {}) =>
      more({ by: "text", text: textOf(text), exact }),
    getByLabel: (text: string | RegExp) => more({ by: "label", text: textOf(text) }),
    locator: (selector: string) => more({ by: "css", selector }),
    first: () => more({ by: "nth", index: 0 }),
    nth: (index: number) => more({ by: "nth", index }),
    or: (other: { steps: readonly Step[] }) => more({ by: "or", steps: other.steps }),
    count: async () => (await look()).count,
    isVisible: async () => (await look()).shown > 0,
    async waitFor({ state = "visible", timeout = patience } = {}) {
      await until(async () => {
        const { count, shown } = await look();
        if (state === "visible") return shown > 0;
        if (state === "attached") return count > 0;
        return state === "hidden" ? shown === 0 : count === 0;
      }, timeout);
    },
    async click({ timeout = patience }: ClickOptions = {}) {
      await until(async () => {
        const element = await first();
        if (!element) return false;
        await element.click();
        return true;
      }, timeout);
    },
    async fill(value: string) {
      await until(async () => {
        const element = await first();
        if (!element) return false;
        await element.evaluate((input, text) => {
          const { set } =
            Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value") ?? {};
          (input as HTMLInputElement).focus();
          set?.call(input, text);
          input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }, value);
        return true;
      });
    },
    async boundingBox() {
      return (await (await first())?.boundingBox()) ?? null;
    },
    ariaSnapshot: () => page.evaluate(() => document.body.textContent ?? ""),
  };
}
