import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createDatabase,
  launchChromium,
  launchFirefox,
  type TestDatabase,
} from "@skale-calls/testkit";
import type { Browser } from "playwright-core";
import { branches } from "../../demo/src/seed/dealership.ts";
import { type Demo, startDemo } from "../../demo/src/startDemo.ts";
import type { Provider } from "../../demo/src/startStack.ts";
import { builtPage } from "./buildOnce.ts";
import { voiceHz, writeVoice } from "./writeVoice.ts";

export interface World {
  /** The demo on its own database: the whole stack, and the Calls page as deployed. */
  stack: Demo;
  database: TestDatabase;
  /** A real browser whose microphone hears `voiceHz`. */
  browser: Browser;
  /** The provider of the inboxes that name none. */
  provider: Provider;
  /** Numbers of the simulated business, with their ids, that no desk uses yet. */
  freeNumbers: { phone: string; id: string; provider: Provider }[];
  stop(): Promise<void>;
}

/** Milliseconds of the simulated WhatsApp: between two signals, and until a contact picks up. */
export const timing = { signalMs: 20, ringMs: 300 };

/** `pnpm firefox` runs the scenarios in Firefox. */
export const isFirefox = process.env.CALL_BROWSER === "firefox";

/** Starts the browser that runs the scenarios, with a user who refuses the microphone. */
export const launchStrict = (): Promise<Browser> =>
  (isFirefox ? launchFirefox : launchChromium)({ allowMicrophone: false });

/** The world has both providers. `CALL_PROVIDER` chooses the one of the inboxes that name none. */
export const provider: Provider = process.env.CALL_PROVIDER === "meta" ? "meta" : "ycloud";
export const otherProvider: Provider = provider === "meta" ? "ycloud" : "meta";

const extraNumbers = Array.from({ length: 40 }, (_, index) => ({
  phone: `+52555000${2000 + index}`,
  provider: index < 36 ? provider : otherProvider,
}));

export interface StartPageOptions {
  /** Adds or replaces variables of the functions. */
  env?: Readonly<Record<string, string>>;
}

/** The shared environment of a test file of the page. */
export async function startPage({ env = {} }: StartPageOptions = {}): Promise<World> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  const folder = await mkdtemp(join(tmpdir(), "skale-page-"));
  stops.push(() => rm(folder, { recursive: true }));
  const page = builtPage();

  async function launch(): Promise<Browser> {
    const microphoneFile = join(folder, "voice.wav");
    await writeVoice(microphoneFile);
    const browser = await (isFirefox
      ? launchFirefox({ microphoneHz: voiceHz })
      : launchChromium({ microphoneFile }));
    console.log(`${browser.browserType().name()} ${browser.version()}`);
    stops.push(() => browser.close());
    return browser;
  }

  async function serve(): Promise<Pick<World, "stack" | "database">> {
    const database = await createDatabase();
    stops.push(() => database.drop());
    const stack = await startDemo({
      page,
      lite: { databaseUrl: database.adminUrl },
      sweepEvery: 0,
      providers: [provider, otherProvider],
      env,
      simulator: {
        businessPhones: [...branches.map(({ inbox }) => inbox.phone), ...extraNumbers],
        retryScale: 0.01,
        ...timing,
      },
    });
    stops.push(() => stack.stop());
    return { stack, database };
  }

  const serving = serve();
  const launching = launch();
  // All three settle before anything is stopped, so that nothing starts afterwards.
  await Promise.allSettled([serving, launching, page]);
  try {
    await page;
    const served = await serving;
    const browser = await launching;
    const firstId = BigInt(served.stack.simulator.phoneId) + BigInt(branches.length);
    const freeNumbers = extraNumbers.map((number, index) => ({
      ...number,
      id: String(firstId + BigInt(index)),
    }));
    return { ...served, provider, browser, freeNumbers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
