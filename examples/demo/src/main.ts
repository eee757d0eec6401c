import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildPage } from "./buildPage.ts";
import { readOrMakeKeys } from "./keys.ts";
import { centro, demoAgents, demoContact } from "./seed/dealership.ts";
import { startDemo } from "./startDemo.ts";
import { watchLauncher } from "./watchLauncher.ts";

const folder = process.env.DEMO_DIR
  ? pathToFileURL(`${resolve(process.env.DEMO_DIR)}/`)
  : new URL("../../../.demo/", import.meta.url);

mkdirSync(folder, { recursive: true });
const keys = readOrMakeKeys(new URL("keys.json", folder));
const { lucia, diego, elena } = demoAgents;
const providerNames = { ycloud: "YCloud", meta: "Meta" } as const;
const provider = readProvider();

console.log(
  `Starting Supabase, the simulated ${providerNames[provider]}, the edge functions and the page. The first start takes longest.`,
);
const stack = await startDemo({
  page: buildPage({ outDir: fileURLToPath(new URL("page", folder)) }),
  keys,
  providers: [provider],
  lite: {
    dataDir: fileURLToPath(new URL("postgres", folder)),
    storage: fileURLToPath(new URL("storage", folder)),
  },
  ...readPort("DEMO_PORT"),
  simulator: readPort("SIMULATOR_PORT"),
  env: readTurn(),
});

const env = {
  SUPABASE_URL: stack.url,
  SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
  SUPABASE_SECRET_KEY: keys.secretKey,
  AGENT_EMAIL: lucia.email,
  AGENT_PASSWORD: keys.agentPassword,
  SECOND_AGENT_EMAIL: diego.email,
  OTHER_BRANCH_AGENT_EMAIL: elena.email,
  BUSINESS_PHONE: centro.inbox.phone,
  CONTACT_PHONE: demoContact.phone,
  SIMULATOR_URL: stack.simulator.url,
  CALL_PROVIDER: provider,
  YCLOUD_API_KEY: keys.ycloudKey,
  YCLOUD_WEBHOOK_SECRET: stack.webhookSecret,
  YCLOUD_WEBHOOK_TOKEN: stack.webhookToken,
  META_ACCESS_TOKEN: keys.metaToken,
  META_APP_SECRET: keys.metaAppSecret,
  META_WABA_ID: stack.simulator.meta.wabaId,
  PAGE_URL: `${stack.url}/`,
};
const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
writeFileSync(new URL("env", folder), lines.join(""), { mode: 0o600 });

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await stack.stop();
  process.exit(0);
}
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
watchLauncher(stop);

console.log(`Sign in as ${lucia.email} or ${diego.email}, with ${keys.agentPassword}.`);
console.log(`${elena.email} belongs to another branch, and sees none of their calls.`);
console.log(
  `Contact ${demoContact.phone} picks up; the contacts' phone is at ${stack.simulator.url}.`,
);
console.log("All addresses and keys are in .demo/env. Ctrl-C stops everything.");
console.log(`ready ${env.PAGE_URL}`);

/** The provider of the business numbers: `CALL_PROVIDER`, or YCloud. */
function readProvider(): keyof typeof providerNames {
  const name = process.env.CALL_PROVIDER || "ycloud";
  if (Object.hasOwn(providerNames, name)) return name as keyof typeof providerNames;
  throw new TypeError("CALL_PROVIDER must be ycloud or meta.");
}

function readPort(name: string): { port?: number } {
  const value = process.env[name];
  if (!value) return {};
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new TypeError(`${name} must be a port from 1 to 65535.`);
  }
  return { port };
}

/** The variables of the functions' STUN and TURN servers, if they are set. */
function readTurn(): Record<string, string> {
  const names = ["TURN_URLS", "TURN_SECRET", "TURN_SECONDS", "ICE_SERVERS"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
