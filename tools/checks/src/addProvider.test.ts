import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readText, root } from "./repository.ts";

/** Follows docs/add-a-provider.md in an empty folder: writes its files, and runs its commands. */
const page = readText("docs/add-a-provider.md");
const blocks = [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text = ""]) => ({
  language,
  text,
}));
const commands = blocks
  .filter(({ language }) => language === "sh")
  .flatMap(({ text }) => text.trim().split("\n"));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "add-a-provider-"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  // What `npm install @skale-calls/core zod` does for a user.
  await mkdir(join(folder, "node_modules/@skale-calls"), { recursive: true });
  await symlink(join(root, "packages/core"), join(folder, "node_modules/@skale-calls/core"));
  await symlink(join(root, "packages/core/node_modules/zod"), join(folder, "node_modules/zod"));
  for (const { text } of blocks) {
    const [, path] = /^\/\/ (\S+\.[jt]s)\n/.exec(text) ?? [];
    if (path === undefined) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const conditions = "@skale-calls/source";
const env = {
  PATH: process.env.PATH,
  NODE_OPTIONS: `--conditions=${conditions}`,
  ACME_API_KEY: "acme-key-1",
  ACME_WEBHOOK_SECRET: "acme-secret-1,acme-secret-2",
};

/** Runs a program in the folder. If it fails, the error contains what it printed. */
async function run(program: string, ...args: string[]): Promise<string> {
  const result = await promisify(execFile)(program, args, { cwd: folder, env }).catch(
    (error: Error & { stdout?: string; stderr?: string }) => {
      throw new Error(`${program} ${args[0]}\n${error.stdout}\n${error.stderr}`);
    },
  );
  return result.stdout;
}

const runScript = (code: string) => run(process.execPath, "--input-type=module", "--eval", code);
const commandOf = (name: string) => commands.find((line) => line.includes(name)) ?? "";

it("the files have the types that core expects", async () => {
  await symlink(join(root, "node_modules/@types"), join(folder, "node_modules/@types"));
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024", "dom"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    customConditions: [conditions],
  };
  const config = { compilerOptions, include: ["acme/*.ts"] };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  expect(await run(join(root, "node_modules/.bin/tsc"), "-p", ".")).toBe("");
}, 60_000);

it("the made-up provider passes both conformance suites", async () => {
  expect(commandOf("node --test")).toBe("node --test acme/*.test.ts");
  const printed = await run(process.execPath, "--test", "--test-reporter=tap", "acme/acme.test.ts");
  expect(printed).toMatch(/^# fail 0$/m);
  expect(Number(/^# pass (\d+)$/m.exec(printed)?.[1])).toBeGreaterThan(35);
}, 60_000);

it("the served handlers dial at the provider, and take its webhooks", async () => {
  const printed = await runScript(`
    import { createHmac } from "node:crypto";
    globalThis.fetch = async (input) => {
      const request = new Request(input);
      console.log(request.method, request.url, request.headers.get("authorization"));
      return Response.json({ id: "acme-call-1" });
    };
    const { calls, webhook } = await import("./acme/serve.ts");
    const dial = await calls(new Request("https://x.example/calls", {
      method: "POST",
      headers: { authorization: "Bearer token", "content-type": "application/json" },
      body: JSON.stringify({ to: "+5215587654321", sdp: "v=0\\r\\na=ice-ufrag:a\\r\\n" }),
    }));
    const dialled = await dial.json();
    console.log(dial.status, dialled.call?.provider ?? dialled, dialled.call?.status);
    const body = JSON.stringify({ id: "e1", type: "call.picked_up", call: { id: "acme-call-1", direction: "out" } });
    const signature = createHmac("sha256", "acme-secret-2").update(body).digest("hex");
    const post = (headers) => webhook(new Request("https://x.example/webhook", { method: "POST", headers, body }));
    console.log((await post({ "x-acme-signature": signature })).status, (await post({ "x-acme-signature": "00" })).status);
    process.exit();`);
  expect(printed.trim().split("\n")).toEqual([
    "POST https://api.acme.example/v1/calls Bearer acme-key-1",
    "200 acme iniciando",
    "200 401",
  ]);
}, 30_000);

it("the bundle joins the providers and the sources of the edge functions", async () => {
  const [, , ...args] = commandOf("esbuild").split(" ");
  await run(
    join(root, "tools/checks/node_modules/.bin/esbuild"),
    ...args,
    `--conditions=${conditions}`,
  );
  await writeFile(
    join(folder, "supabase/functions/_shared/skale-calls.js"),
    `const show = (variables, change) => {
       const { providers, sources = [] } = change({ sources: [{ name: "ycloud" }], providers: [{ name: "meta" }] });
       return [...providers, ...sources].map(({ name }) => name).join(" ");
     };
     export { show as whatsappCall, show as whatsappCallWebhook };`,
  );
  const printed = await runScript(`
    globalThis.Deno = {
      env: { get: (name) => process.env[name], toObject: () => process.env },
      serve: (handler) => console.log(handler),
    };
    await import("./supabase/functions/whatsapp-call/index.js");
    await import("./supabase/functions/whatsapp-call-webhook/index.js");
    const { isCallsError } = await import("@skale-calls/core");
    const { acmeWebhooks } = await import("./supabase/functions/_shared/acme/acmeWebhooks.js");
    const { headers } = new Request("https://x.example");
    await acmeWebhooks({ secrets: [] }).verify({ headers }).catch((error) =>
      console.log(isCallsError(error), error.code),
    );`);
  expect(printed.trim().split("\n")).toEqual([
    "meta acme ycloud",
    "meta acme acme ycloud",
    "true webhook_not_configured",
  ]);
}, 30_000);
