import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { flatEvent, signWebhook } from "@skale-calls/core/testing";
import { startDenoFunction, startLite, startPostgres } from "@skale-calls/testkit";
import { build } from "esbuild";
import { createBenchDatabase } from "../createBenchDatabase.ts";
import { median } from "../measureReaders.ts";
import { printTable } from "../printTable.ts";
import { secrets } from "../startContender.ts";

const rounds = 9;
const functions = new URL("../../../examples/supabase/", import.meta.url);
const functionName = "whatsapp-call-webhook";

interface Contender {
  name: string;
  /** The module that Deno runs. */
  entry: string;
  /** All code that it loads. */
  code: string;
}

interface Start {
  listening: number;
  answered: number;
}

/**
 * Measures cold starts of the webhook's edge function: from the start of the process to the first webhook that is stored, in the
 * same Deno on the same database, without Deno's cache of compiled code.
 */
export async function benchColdStart(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-cold-start-"));
  const postgres = await startPostgres();
  try {
    const database = await createBenchDatabase(postgres.url);
    const lite = await startLite({ databaseUrl: database.adminUrl, poolSize: 2 });
    try {
      const env = {
        SUPABASE_URL: lite.url,
        SUPABASE_SERVICE_ROLE_KEY: lite.secretKey,
        YCLOUD_WEBHOOK_SECRET: secrets.signing,
        YCLOUD_WEBHOOK_TOKEN: secrets.token,
      };
      const contenders = [await bundleGuide(folder), copyOurs(folder)];
      const starts = contenders.map((): Start[] => []);
      for (let round = -1; round < rounds; round++) {
        for (const [index, { entry }] of contenders.entries()) {
          const start = await startOnce(entry, env, `cold-${round}-${index}`);
          if (round >= 0) starts[index]?.push(start);
        }
      }
      printStarts(contenders, starts);
    } finally {
      await lite.stop();
      await database.drop();
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true });
  }
}

/** The guide's function with the packages that it imports, as a deployment bundles them. */
async function bundleGuide(folder: string): Promise<Contender> {
  const entry = join(folder, "guide.js");
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../guideWebhook.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minifyWhitespace: true,
    legalComments: "none",
    write: false,
  });
  const code = outputFiles[0]?.text ?? "";
  writeFileSync(entry, code);
  return { name: "the guide's", entry, code };
}

/** Our function as `skale-calls-functions` puts it into a project. */
function copyOurs(folder: string): Contender {
  const parts = {
    [`${functionName}/index.ts`]: `supabase/functions/${functionName}/index.ts`,
    "_shared/skale-calls.js": "dist/skale-calls.js",
  };
  let code = "";
  for (const [target, source] of Object.entries(parts)) {
    const text = readFileSync(new URL(source, functions), "utf8");
    mkdirSync(join(folder, target, ".."), { recursive: true });
    writeFileSync(join(folder, target), text);
    code += text;
  }
  return { name: "ours", entry: join(folder, functionName, "index.ts"), code };
}

async function startOnce(
  entry: string,
  env: Readonly<Record<string, string>>,
  callId: string,
): Promise<Start> {
  const body = JSON.stringify(flatEvent("initiated", { call_id: callId }));
  const start = performance.now();
  const deno = await startDenoFunction({
    entry,
    env,
    alone: true,
    permissions: ["--allow-env", "--allow-net=127.0.0.1,localhost", "--no-code-cache"],
  });
  try {
    const listening = performance.now() - start;
    const answer = await fetch(`${deno.url}/${functionName}`, {
      method: "POST",
      headers: signWebhook({ scheme: "token", rawBody: body, secret: secrets.token }),
      body,
    });
    const answered = performance.now() - start;
    const { ok } = (await answer.json()) as { ok: boolean };
    if (!ok) throw new Error(`${entry} answered ${answer.status}:\n${deno.output()}`);
    return { listening, answered };
  } finally {
    await deno.stop();
  }
}

function printStarts(contenders: readonly Contender[], starts: readonly Start[][]): void {
  const [guide = []] = starts;
  printTable(
    `Cold start of the webhook's edge function in Deno, from the start of the process; median of ${rounds}`,
    contenders.map(({ name, code }, index) => {
      const own = starts[index] ?? [];
      return {
        "": name,
        "code kB": Math.round(Buffer.byteLength(code) / 1000),
        "gzip kB": Math.round(gzipSync(code, { level: 9 }).length / 1000),
        "listening ms": Math.round(median(own.map(({ listening }) => listening))),
        "first webhook stored ms": Math.round(median(own.map(({ answered }) => answered))),
        "times the guide's": median(
          own.map(({ answered }, round) => answered / (guide[round]?.answered ?? Number.NaN)),
        ),
      };
    }),
  );
}
