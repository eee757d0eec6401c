import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readOrMakeKeys } from "./keys.ts";
import { demoBusiness, demoContact, prepareDemo } from "./seed.ts";
import { startStack } from "./startStack.ts";
import { watchLauncher } from "./watchLauncher.ts";

const folder = process.env.DEMO_DIR
  ? pathToFileURL(`${resolve(process.env.DEMO_DIR)}/`)
  : new URL("../../../.demo/", import.meta.url);
const phoneId = "461269257068832";
const page = readFileSync(new URL("page.html", import.meta.url), "utf8");

mkdirSync(folder, { recursive: true });
const keys = readOrMakeKeys(new URL("keys.json", folder));
const agent = { email: "agente@demo.skale.example", password: keys.agentPassword };

console.log(
  "Starting Supabase, the simulated YCloud and the edge functions; the first time takes longest.",
);
const stack = await startStack({
  lite: {
    dataDir: fileURLToPath(new URL("postgres", folder)),
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
    jwtSecret: keys.jwtSecret,
  },
  prepare: (lite) => prepareDemo(lite, agent, phoneId),
  ...readPort("DEMO_PORT"),
  simulator: {
    apiKey: keys.ycloudKey,
    webhookSecret: keys.webhookSecret,
    webhookToken: keys.webhookToken,
    businessPhone: demoBusiness,
    phoneId,
    // A contact picks up after two seconds and talks for ten; nobody rings longer than half a minute.
    talkMs: 10_000,
    // Signalling only for now: whoever tries the routes by hand need not write a whole SDP.
    strictSdp: false,
    unansweredMs: 30_000,
    ...readPort("SIMULATOR_PORT"),
  },
  fallback: (request) =>
    new URL(request.url).pathname === "/"
      ? new Response(page.replace("{{key}}", keys.publishableKey), {
          headers: { "content-type": "text/html; charset=utf-8" },
        })
      : Response.json({ error: "not found" }, { status: 404 }),
});

const env = {
  SUPABASE_URL: stack.url,
  SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
  SUPABASE_SECRET_KEY: keys.secretKey,
  AGENT_EMAIL: agent.email,
  AGENT_PASSWORD: agent.password,
  BUSINESS_PHONE: demoBusiness,
  CONTACT_PHONE: demoContact,
  SIMULATOR_URL: stack.simulator.url,
  YCLOUD_API_KEY: keys.ycloudKey,
  YCLOUD_WEBHOOK_SECRET: stack.webhookSecret,
  YCLOUD_WEBHOOK_TOKEN: stack.webhookToken,
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

console.log(`Sign in as ${agent.email} with ${agent.password}.`);
console.log(`Contact ${demoContact} picks up; the simulated YCloud is at ${stack.simulator.url}.`);
console.log("All addresses and keys are in .demo/env. Ctrl-C stops everything.");
console.log(`ready ${env.PAGE_URL}`);

function readPort(name: string): { port?: number } {
  const value = process.env[name];
  if (!value) return {};
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new TypeError(`${name} must be a port from 1 to 65535.`);
  }
  return { port };
}
