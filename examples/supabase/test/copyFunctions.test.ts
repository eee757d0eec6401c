import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeHeader } from "../src/bundleHeader.ts";
import { runCli } from "../src/cli.ts";
import { findBlock } from "../src/configToml.ts";

/** A package with a small bundle, and a project as `supabase init` and `functions new` leave it. */
let root: string;
let dir: string;
let packageDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "skale-functions-"));
  dir = join(root, "project/supabase");
  packageDir = join(root, "package");
  put(packageDir, {
    "dist/skale-calls.js": bundle("0.2.0", "// two\nexport const two = 2;\n"),
    "supabase/functions/whatsapp-call/index.ts": "call();\n",
    "supabase/functions/whatsapp-call-webhook/index.ts": "webhook();\n",
  });
  put(dir, {
    "config.toml": 'project_id = "crm"\n\n[functions.hello]\nverify_jwt = true\n',
    "functions/deno.json": "{}\n",
    "functions/hello/index.ts": "hello();\n",
  });
});
afterEach(() => rmSync(root, { recursive: true }));

function put(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function bundle(version: string, text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  return `${writeHeader({ version, hash })}${text}`;
}

function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const output = { log: (text: string) => out.push(text), error: (text: string) => err.push(text) };
  const code = runCli(["--dir", dir, ...args], { output, packageDir });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const read = (path: string) => readFileSync(join(dir, path), "utf8");
const shared = "functions/_shared/skale-calls.js";

describe("skale-calls-functions", () => {
  it("writes the functions, the bundle and the config's blocks, and says what comes next", () => {
    const { code, out, err } = run();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(read("functions/whatsapp-call/index.ts")).toBe("call();\n");
    expect(read("functions/whatsapp-call-webhook/index.ts")).toBe("webhook();\n");
    expect(read(shared)).toBe(bundle("0.2.0", "// two\nexport const two = 2;\n"));
    expect(read("config.toml")).toBe(
      'project_id = "crm"\n\n[functions.hello]\nverify_jwt = true\n' +
        "\n[functions.whatsapp-call]\nverify_jwt = false\n" +
        "\n[functions.whatsapp-call-webhook]\nverify_jwt = false\n",
    );
    expect(out).toMatch(
      /secrets set --env-file [\s\S]*functions deploy whatsapp-call whatsapp-call-webhook/,
    );
  });

  it("leaves the project's own files as they are", () => {
    run();
    expect(read("functions/deno.json")).toBe("{}\n");
    expect(read("functions/hello/index.ts")).toBe("hello();\n");
  });

  it("changes nothing a second time", () => {
    run();
    const config = read("config.toml");
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out.match(/unchanged/g)).toHaveLength(5);
    expect(read("config.toml")).toBe(config);
  });

  it("replaces an unedited bundle of another version, line ends aside", () => {
    run();
    const former = bundle("0.1.0", "export const one = 1;\n").replaceAll("\n", "\r\n");
    put(dir, { [shared]: former });
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out).toContain(`updated       ${shared} (from 0.1.0)`);
    expect(read(shared)).toContain("export const two");
  });

  it.each([
    ["an edited bundle", () => `${bundle("0.1.0", "export const one = 1;\n")}// mine\n`],
    ["a file of that name that is no bundle", () => "export const mine = 1;\n"],
  ])("writes nothing beside %s", (_, text) => {
    put(dir, { [shared]: text() });
    const { code, out, err } = run();
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^Nothing was written\.[\s\S]*is not as it was written/);
    expect(read(shared)).toBe(text());
    expect(existsSync(join(dir, "functions/whatsapp-call"))).toBe(false);
    expect(read("config.toml")).not.toContain("whatsapp-call");
  });

  it("keeps an index.ts that is the project's own, and says so", () => {
    put(dir, { "functions/whatsapp-call/index.ts": "mine();\n" });
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out).toContain("yours         functions/whatsapp-call/index.ts");
    expect(out).toContain("functions/whatsapp-call/index.ts is yours and stays");
    expect(read("functions/whatsapp-call/index.ts")).toBe("mine();\n");
  });

  it("tells of a block that asks for a JWT, and leaves it", () => {
    const config =
      "[functions.whatsapp-call]\n# ours\nverify_jwt = true\n\n[db]\nverify_jwt = false\n";
    put(dir, { "config.toml": config });
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out).toContain("config.toml [functions.whatsapp-call] needs verify_jwt = false");
    expect(read("config.toml")).toBe(
      `${config}\n[functions.whatsapp-call-webhook]\nverify_jwt = false\n`,
    );
  });

  it("only tells with --dry-run and status", () => {
    const dry = run("--dry-run");
    expect(dry.code).toBe(0);
    expect(dry.out).toContain("would write   functions/whatsapp-call/index.ts");
    expect(run("status")).toMatchObject({ code: 1, out: expect.stringContaining("missing") });
    expect(existsSync(join(dir, "functions/whatsapp-call"))).toBe(false);
    run();
    expect(run("status")).toMatchObject({ code: 0, out: expect.stringContaining("Complete.") });
  });

  it("asks for a project first", () => {
    rmSync(join(dir, "config.toml"));
    expect(run()).toMatchObject({ code: 1, err: expect.stringContaining("npx supabase init") });
  });

  it("explains itself, and refuses what it does not know", () => {
    expect(run("--help")).toMatchObject({ code: 0, out: expect.stringContaining("status") });
    expect(run("--force")).toMatchObject({ code: 2, err: expect.stringContaining("--force") });
    expect(run("deploy")).toMatchObject({ code: 2, err: expect.stringContaining("deploy") });
  });

  it("fails clearly where it cannot write", () => {
    put(dir, { "functions/_shared": "a file" });
    expect(run()).toMatchObject({ code: 1, err: expect.stringContaining("could not be written") });
  });
});

it.each([
  ["[functions.whatsapp-call]\nverify_jwt = false", "open"],
  ["[functions.whatsapp-call] # ours\n  verify_jwt=false # by itself", "open"],
  ['[functions."whatsapp-call"]\r\nenabled = true\r\nverify_jwt = false\r\n', "open"],
  ["[functions.whatsapp-call]\nverify_jwt = true", "guarded"],
  ["[functions.whatsapp-call]\n# verify_jwt = false", "guarded"],
  ["[functions.whatsapp-call]\n[functions.other]\nverify_jwt = false", "guarded"],
  ["[functions.whatsapp-call-webhook]\nverify_jwt = false", "missing"],
  ["# [functions.whatsapp-call]", "missing"],
  ["", "missing"],
])("the config %j has the block %s", (config, state) => {
  expect(findBlock(config, "whatsapp-call")).toBe(state);
});
