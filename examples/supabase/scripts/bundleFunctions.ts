import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeHeader } from "../src/bundleHeader.ts";

const root = new URL("../", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
  version: string;
};

/**
 * All that the functions need in one module without an import: Supabase's bundler, plain Deno and whatever comes take it as
 * it is, with any import map or none.
 */
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("supabase/functions/_shared/skaleCalls.ts", root))],
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "browser",
  conditions: ["@skale-calls/source"],
  // Names stay, for the stack traces in the logs.
  minifyWhitespace: true,
  legalComments: "eof",
  charset: "utf8",
  write: false,
});
const text = outputFiles[0]?.text ?? "";
const hash = createHash("sha256").update(text).digest("hex");
mkdirSync(new URL("dist/", root), { recursive: true });
writeFileSync(new URL("dist/skale-calls.js", root), `${writeHeader({ version, hash })}${text}`);
console.log(`dist/skale-calls.js: ${Math.round(text.length / 1024)} kB`);
