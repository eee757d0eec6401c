import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Entry, type EntryWeight, readEntries, root, weighEntry } from "@skale-calls/checks";
import { median } from "../measureReaders.ts";
import { printTable } from "../printTable.ts";
import type { Load } from "./loadOnce.ts";

const rounds = 7;
const loadOnce = fileURLToPath(new URL("loadOnce.ts", import.meta.url));

/** What others load for a part of the same: WhatsApp's API, or webhooks. */
const others = [
  "@kapso/whatsapp-cloud-api/server",
  "whatsapp-api-js",
  "stripe",
  "@supabase/supabase-js",
];

interface Weighed {
  name: string;
  url: string;
  weight?: EntryWeight;
}

/** Weighs every published entry: its bytes in a bundle, and its modules, time and memory in a fresh process of Node. */
export async function benchEntries(): Promise<void> {
  buildPackages();
  const weighed: Weighed[] = [];
  for (const entry of readEntries()) {
    weighed.push({ name: entry.specifier, url: builtUrl(entry), weight: await weighEntry(entry) });
  }
  for (const name of others) weighed.push({ name, url: import.meta.resolve(name) });

  const empty: Load[] = [];
  const loads = weighed.map((): Load[] => []);
  for (let round = 0; round < rounds; round++) {
    empty.push(load());
    for (const [index, { url }] of weighed.entries()) loads[index]?.push(load(url));
  }
  const of = (list: readonly Load[], key: keyof Load) => median(list.map((each) => each[key]));
  const over = (list: readonly Load[], key: keyof Load) => of(list, key) - of(empty, key);
  printTable(
    `Weight of each entry: bundled (minified, gzip), and loaded unbundled in a fresh Node ${process.versions.node}, minus an empty process; median of ${rounds}`,
    weighed.map(({ name, url, weight }, index) => {
      const list = loads[index] ?? [];
      return {
        "": name,
        "own bytes": weight?.own.toLocaleString("en") ?? "",
        "with packages": weight?.whole.toLocaleString("en") ?? "",
        modules: load(url, "count").modules,
        "import ms": over(list, "milliseconds"),
        "rss MB": over(list, "rss") / 2 ** 20,
        "heap MB": over(list, "heap") / 2 ** 20,
      };
    }),
  );
  console.log(
    `An empty process: ${(of(empty, "rss") / 2 ** 20).toFixed(1)} MB rss, ${(of(empty, "heap") / 2 ** 20).toFixed(1)} MB heap.`,
  );
}

/** Builds the packages, because applications load their builds. */
function buildPackages(): void {
  const pnpm = process.env.npm_execpath;
  const args = ["--filter", "./packages/*", "--filter", "./examples/supabase", "run", "build"];
  if (pnpm === undefined) execFileSync("pnpm", args, { cwd: root });
  else execFileSync(process.execPath, [pnpm, ...args], { cwd: root });
}

function builtUrl({ folder, name }: Entry): string {
  const { exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
    exports: Record<string, { default: string }>;
  };
  const path = join(root, folder, exports[name === "index" ? "." : `./${name}`]?.default ?? "");
  if (!existsSync(path)) throw new Error(`The build of ${folder} has no ${path}.`);
  return pathToFileURL(path).href;
}

function load(url = "", count = ""): Load {
  const output = execFileSync(process.execPath, ["--expose-gc", loadOnce, url, count], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return JSON.parse(output) as Load;
}
