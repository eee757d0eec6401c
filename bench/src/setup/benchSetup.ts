import { fileURLToPath } from "node:url";
import type { Simulator } from "@skale-calls/simulator";
import {
  controlSimulator,
  createDatabase,
  launchChromium,
  startPostgres,
} from "@skale-calls/testkit";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { prepareDemo } from "../../../examples/demo/src/prepareDemo.ts";
import { branches, demoAgents } from "../../../examples/demo/src/seed/dealership.ts";
import { startStack } from "../../../examples/demo/src/startStack.ts";
import { median } from "../measureReaders.ts";
import { printTable } from "../printTable.ts";
import { openBarePage } from "./barePage.ts";
import { html, startBareServer } from "./startBareServer.ts";
import { watchConnection } from "./watchConnection.ts";

const rounds = 15;
/** The longest set-up, in times of the bare script. */
const goal = 1.1;
const firstPhoneId = 461_269_257_068_832n;

interface Contender {
  name: string;
  page: Page;
  simulator: Simulator;
}

type Times = Record<"outgoing" | "incoming", number[]>;

/** Measures how long it takes until a call has audio: our softphone and functions, and a bare script, in one browser. */
export async function benchSetup(): Promise<void> {
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const browser = await launchChromium();
    stops.push(() => browser.close());
    const bare = await startBareServer();
    stops.push(() => bare.stop());
    const openBare = async (waits: boolean) => {
      const page = await openPage(browser, bare.url);
      await page.evaluate(openBarePage, waits);
      return { page, simulator: bare.simulator };
    };
    const contenders: [Contender, Contender, Contender] = [
      { name: "a bare script", ...(await openBare(false)) },
      { name: "the same, waiting for all candidates", ...(await openBare(true)) },
      { name: "ours", ...(await openOurs(browser, stops)) },
    ];
    console.log(`Chromium ${browser.version()}`);
    const times = contenders.map((): Times => ({ outgoing: [], incoming: [] }));
    // The first round warms up, and is not counted.
    for (let round = -1; round < rounds; round++) {
      for (const [index, contender] of contenders.entries()) {
        const taken = await measureRound(contender, round);
        if (round < 0) continue;
        times[index]?.outgoing.push(taken.outgoing);
        times[index]?.incoming.push(taken.incoming);
      }
    }
    report(contenders, times);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function openOurs(browser: Browser, stops: (() => Promise<unknown>)[]) {
  const postgres = await startPostgres();
  stops.push(() => postgres.stop());
  const database = await createDatabase({ cluster: postgres.url });
  stops.push(() => database.drop());
  const password = crypto.randomUUID();
  const phoneIds = branches.map((_, index) => String(firstPhoneId + BigInt(index)));
  const script = await bundlePage();
  const stack = await startStack({
    lite: { databaseUrl: database.adminUrl },
    prepare: (lite) => prepareDemo(lite, { password, phoneIds }),
    sweepEvery: 0,
    simulator: {
      media: true,
      businessPhones: branches.map(({ inbox }) => inbox.phone),
      phoneId: phoneIds[0] ?? "",
    },
    fallback: () => new Response("<!doctype html>", { headers: html }),
  });
  stops.push(() => stack.stop());
  const page = await openPage(browser, stack.url);
  await page.addScriptTag({ content: script });
  const { email } = demoAgents.lucia;
  const options = { apiKey: stack.lite.publishableKey, email, password };
  await page.evaluate((agent) => window.openSoftphone(agent), options);
  return { page, simulator: stack.simulator };
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(watchConnection);
  await page.goto(url);
  return page;
}

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("setupPage.ts", import.meta.url))],
    bundle: true,
    format: "iife",
    target: "es2022",
    conditions: ["@skale-calls/source"],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** Sets up one call in each direction. Each round has its own contact, because WhatsApp limits unanswered calls. */
async function measureRound({ page, simulator }: Contender, round: number) {
  const contact = `+52557000${String(1001 + round)}`;
  await controlSimulator(simulator, "PUT", `/contacts/${encodeURIComponent(contact)}`, {
    onIncoming: "manual",
  });
  const outgoing = await page.evaluate((to) => window.setupPage.dial(to), contact);
  await hangUp(page, simulator);

  const rung = page.evaluate(() => window.setupPage.ring());
  const call = { from: contact, to: simulator.businessPhone };
  await Promise.all([rung, controlSimulator(simulator, "POST", "/calls", call)]);
  const incoming = await page.evaluate(() => window.setupPage.answer());
  await hangUp(page, simulator);
  return { outgoing, incoming };
}

async function hangUp(page: Page, simulator: Simulator): Promise<void> {
  await page.evaluate(() => window.setupPage.hangUp());
  while (simulator.calls().some(({ state }) => state !== "ended")) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function report(contenders: readonly Contender[], times: readonly Times[]): void {
  for (const direction of ["outgoing", "incoming"] as const) {
    const floor = times[0]?.[direction] ?? [];
    printTable(
      `Setting up an ${direction} call: medians of ${rounds} interleaved rounds`,
      contenders.map(({ name }, index) => {
        const own = times[index]?.[direction] ?? [];
        const ratio = median(own) / median(floor);
        const verdict = ratio <= goal ? "met" : "missed";
        return {
          "": name,
          ms: Math.round(median(own)),
          slowest: Math.round(Math.max(...own)),
          "of the bare script": ratio,
          goal: name === "ours" ? `${goal}: ${verdict}` : "",
        };
      }),
    );
  }
}
