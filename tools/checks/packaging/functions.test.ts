import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { denoCheck, startDenoFunction } from "@skale-calls/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readText } from "../src/repository.ts";
import { installPackages, type Project } from "./installPackages.ts";

/** The project's own files, which must stay and still work. */
const own = {
  "config.toml":
    'project_id = "own"\n\n[functions.hello]\nverify_jwt = true\nimport_map = "./functions/hello/deno.json"\n',
  "functions/deno.json":
    '{ "imports": { "greetings/": "./_shared/greetings/", "zod": "npm:zod@3" } }\n',
  "functions/_shared/greetings/hello.ts": 'export const hello = "hello";\n',
  "functions/hello/index.ts":
    'import { hello } from "greetings/hello.ts";\nDeno.serve(() => new Response(hello));\n',
};
const env = {
  SUPABASE_URL: "http://127.0.0.1:9",
  SUPABASE_SERVICE_ROLE_KEY: "key",
  YCLOUD_API_KEY: "key",
  YCLOUD_WEBHOOK_TOKEN: "token",
};

let tarballs: Project;
/** A folder without node_modules in which the command has run. */
let folder: string;
let copied: { ok: boolean; output: string };
const supabase = (path: string) => join(folder, "supabase", path);
const entryOf = (name: string) => supabase(`functions/${name}/index.ts`);
const run = (...args: string[]) =>
  tarballs.run(
    join(tarballs.folder, "node_modules/.bin/skale-calls-functions"),
    "--dir",
    supabase("."),
    ...args,
  );

async function put(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(supabase(path)), { recursive: true });
    await writeFile(supabase(path), text);
  }
}

/** The answer of a function that runs without packages and remote modules. */
async function ask(name: string, init?: RequestInit): Promise<{ status: number; text: string }> {
  const server = await startDenoFunction({ entry: entryOf(name), alone: true, env });
  try {
    const answer = await fetch(`${server.url}/${name}`, init);
    return { status: answer.status, text: await answer.text() };
  } finally {
    await server.stop();
  }
}

beforeAll(async () => {
  tarballs = await installPackages();
  folder = await mkdtemp(join(tmpdir(), "skale-project-"));
  await put(own);
  copied = await run();
});
afterAll(async () => {
  await tarballs?.remove();
  if (folder) await rm(folder, { recursive: true });
});

describe("skale-calls-functions, from the tarball", () => {
  test("adds files to a project and keeps the existing ones", async () => {
    expect(copied).toMatchObject({ ok: true, output: expect.stringContaining("functions deploy") });
    for (const [path, text] of Object.entries(own)) {
      const now = await readFile(supabase(path), "utf8");
      expect(path === "config.toml" ? now.slice(0, text.length) : now).toBe(text);
    }
    expect(await run("status")).toMatchObject({ ok: true });
    expect((await run()).output.match(/unchanged/g)).toHaveLength(8);
  });

  test.each([
    ["whatsapp-call", "unauthorized"],
    ["whatsapp-call-webhook", "token_missing"],
    ["whatsapp-call-media", "unauthorized"],
  ])("%s runs in Deno alone", async (name, code) => {
    const { status, text } = await ask(name, { method: "POST", body: "{}" });
    expect({ status, body: JSON.parse(text) }).toMatchObject({ status: 401, body: { code } });
  });

  test("runs without the types, which the Supabase CLI does not upload", async () => {
    const types = supabase("functions/_shared/skale-calls.d.ts");
    await rename(types, `${types}.away`);
    const { status } = await ask("whatsapp-call", { method: "POST", body: "{}" });
    await rename(`${types}.away`, types);
    expect(status).toBe(401);
  });

  test("the project's own function still works beside them", async () => {
    expect(await ask("hello")).toEqual({ status: 200, text: "hello" });
  });

  test("the functions pass deno check, with the bundle's types", async () => {
    const calls = 'import { whatsappCall } from "../_shared/skale-calls.js";\n';
    await put({
      "functions/typed/index.ts": `${calls}Deno.serve(whatsappCall(Deno.env.toObject(), (deps) => ({ ...deps, from: "1" })));\n`,
      "functions/wrong/index.ts": `${calls}Deno.serve(whatsappCall(Deno.env.toObject(), (deps) => ({ ...deps, from: 1 })));\n`,
    });
    for (const name of ["whatsapp-call", "whatsapp-call-webhook", "whatsapp-call-media", "typed"]) {
      await denoCheck([entryOf(name)], { alone: true });
    }
    await expect(denoCheck([entryOf("wrong")], { alone: true })).rejects.toThrow(
      /'from' are incompatible/,
    );
  });

  test("the README's custom source has priority over the others", async () => {
    const [, sample = ""] =
      /```ts functions\/whatsapp-call-webhook\/index\.ts\n([\s\S]*?)```/.exec(
        readText("examples/supabase/README.md"),
      ) ?? [];
    await put({ "functions/acme/index.ts": sample });
    await denoCheck([entryOf("acme")], { alone: true });
    const headers = { "x-acme-key": "wrong" };
    const { text } = await ask("acme", { method: "POST", headers, body: "{}" });
    expect(JSON.parse(text)).toMatchObject({ code: "signature_mismatch" });
  });

  test("the bundle contains the licence notices of its dependencies, and no import", async () => {
    const bundle = await readFile(supabase("functions/_shared/skale-calls.js"), "utf8");
    for (const name of ["@supabase/supabase-js", "zod", "ky", "libphonenumber-js"]) {
      expect(bundle).toMatch(new RegExp(`Contains .*${name} \\d`));
    }
    expect(bundle).toContain("The above copyright notice and this permission notice");
    // The Supabase CLI finds the files to upload with this expression. It reads paths and ignores names of packages.
    const imports =
      /(?:import|export)\s+(?:type\s+)?(?:{[^{}]+}|.*?)\s*(?:from)?\s*['"](.*?)['"]|import\(\s*(?:"([^"\r\n]*)"|'([^'\r\n]*)')\s*[,)]/gi;
    const found = [...bundle.matchAll(imports)].map(([, ...paths]) => paths.find(Boolean) ?? "");
    expect(found.filter((path) => /^[./]|:/.test(path))).toEqual([]);
    const index = await readFile(entryOf("whatsapp-call"), "utf8");
    expect([...index.matchAll(imports)].map(([, path]) => path)).toEqual([
      "../_shared/skale-calls.js",
    ]);
  });

  test("an edited bundle stays, and the command says what to do", async () => {
    const bundle = "functions/_shared/skale-calls.js";
    const written = await readFile(supabase(bundle), "utf8");
    await put({ [bundle]: `${written}// mine\n` });
    expect(await run()).toMatchObject({ ok: false, output: expect.stringContaining("delete") });
    expect(await readFile(supabase(bundle), "utf8")).toBe(`${written}// mine\n`);
    await put({ [bundle]: written });
    expect(await run("status")).toMatchObject({ ok: true });
  });
});
