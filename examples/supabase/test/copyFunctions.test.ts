import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signBundle } from "../src/bundleHeader.ts";
import { runCli } from "../src/cli.ts";
import { addBlocks, ConfigProblem, findBlock } from "../src/configToml.ts";
import { isNewer } from "../src/isNewer.ts";

const two = signBundle("0.2.0", "// two\nexport const two = 2;\n");
const types = signBundle("0.2.0", "export declare const two: 2;\n");

/** A package with a small bundle, and a project as `supabase init` and `functions new` leave it. */
let root: string;
let dir: string;
let packageDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "skale-functions-"));
  dir = join(root, "project/supabase");
  packageDir = join(root, "package");
  put(packageDir, {
    "dist/skale-calls.js": two,
    "dist/skale-calls.d.ts": types,
    "supabase/functions/whatsapp-call/index.ts": "call();\n",
    "supabase/functions/whatsapp-call-webhook/index.ts": "webhook();\n",
    "supabase/functions/whatsapp-call-media/index.ts": "media();\n",
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
    expect(read("functions/whatsapp-call-media/index.ts")).toBe("media();\n");
    expect(read(shared)).toBe(two);
    expect(read("functions/_shared/skale-calls.d.ts")).toBe(types);
    expect(read("config.toml")).toBe(
      'project_id = "crm"\n\n[functions.hello]\nverify_jwt = true\n' +
        "\n[functions.whatsapp-call]\nverify_jwt = false\n" +
        "\n[functions.whatsapp-call-webhook]\nverify_jwt = false\n" +
        "\n[functions.whatsapp-call-media]\nverify_jwt = false\n",
    );
    expect(out).toMatch(
      /secrets set --env-file [\s\S]*functions deploy whatsapp-call whatsapp-call-webhook whatsapp-call-media[\s\S]*webhookEndpoints[\s\S]*first call/,
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
    expect(out.match(/unchanged/g)).toHaveLength(8);
    expect(out).toMatch(/\nNothing to do/);
    expect(read("config.toml")).toBe(config);
  });

  it("replaces an unedited bundle of another version, whatever its line ends are", () => {
    run();
    const former = signBundle("0.1.0", "export const one = 1;\n").replaceAll("\n", "\r\n");
    put(dir, { [shared]: former });
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out).toContain(`updated       ${shared} (0.1.0)`);
    expect(out).toMatch(
      /Next: npx supabase functions deploy whatsapp-call whatsapp-call-webhook whatsapp-call-media$/,
    );
    expect(read(shared)).toContain("export const two");
  });

  it("treats a bundle with other line ends as the same", () => {
    run();
    const windows = two.replaceAll("\n", "\r\n");
    put(dir, { [shared]: windows });
    expect(run()).toMatchObject({ code: 0 });
    expect(read(shared)).toBe(windows);
  });

  it.each([
    ["an edited bundle", `${signBundle("0.1.0", "const one = 1;\n")}// mine\n`, /is not as it was/],
    ["a bundle of this version that is edited", `${two}// mine\n`, /is not as it was written/],
    ["a file of that name that is no bundle", "export const mine = 1;\n", /is not as it was/],
    ["a newer bundle", signBundle("0.10.0", "const ten = 10;\n"), /is of a later version/],
  ])("writes nothing beside %s", (_, text, sentence) => {
    put(dir, { [shared]: text });
    const { code, out, err } = run();
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^Nothing was written\./);
    expect(err).toMatch(sentence);
    expect(read(shared)).toBe(text);
    expect(existsSync(join(dir, "functions/whatsapp-call"))).toBe(false);
    expect(read("config.toml")).not.toContain("whatsapp-call");
  });

  it("keeps an index.ts that the project changed", () => {
    const mine = 'import { call } from "../_shared/skale-calls.js";\nmine(call);\n';
    put(dir, { "functions/whatsapp-call/index.ts": mine });
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out).toContain("yours         functions/whatsapp-call/index.ts");
    expect(read("functions/whatsapp-call/index.ts")).toBe(mine);
    expect(run("status")).toMatchObject({ code: 0 });
  });

  it("keeps an index.ts that has nothing to do with the bundle, and says so", () => {
    put(dir, { "functions/whatsapp-call/index.ts": "mine();\n" });
    const { code, out } = run();
    expect(code).toBe(1);
    expect(out).toContain("does not use functions/_shared/skale-calls.js");
    expect(read("functions/whatsapp-call/index.ts")).toBe("mine();\n");
    expect(existsSync(join(dir, "functions/whatsapp-call-webhook/index.ts"))).toBe(true);
    expect(run("status")).toMatchObject({ code: 1 });
  });

  it("reports a block that requires a JWT, and does not change it", () => {
    const config =
      "[functions.whatsapp-call]\n# ours\nverify_jwt = true\n\n[db]\nverify_jwt = false\n";
    put(dir, { "config.toml": config });
    const { code, out } = run();
    expect(code).toBe(1);
    expect(out).toContain("config.toml [functions.whatsapp-call] needs verify_jwt = false");
    expect(read("config.toml")).toBe(
      `${config}\n[functions.whatsapp-call-webhook]\nverify_jwt = false\n\n[functions.whatsapp-call-media]\nverify_jwt = false\n`,
    );
  });

  it.each([
    ["that cannot be read", "[functions.whatsapp-call\n", /Line 1 cannot be read/],
    ["that takes no blocks", "functions = { hello = { } }\n", /no block can be added/],
  ])("writes nothing beside a config %s", (_, config, sentence) => {
    put(dir, { "config.toml": config });
    const { code, err } = run();
    expect(code).toBe(1);
    expect(err).toMatch(/^Nothing was written\./);
    expect(err).toMatch(sentence);
    expect(read("config.toml")).toBe(config);
    expect(existsSync(join(dir, "functions/_shared"))).toBe(false);
  });

  it("writes nothing with --dry-run and status", () => {
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

  it("shows help, and refuses unknown arguments", () => {
    expect(run("--help")).toMatchObject({ code: 0, out: expect.stringContaining("status") });
    expect(run("--force")).toMatchObject({ code: 2, err: expect.stringContaining("--force") });
    expect(run("deploy")).toMatchObject({ code: 2, err: expect.stringContaining("deploy") });
  });

  it("fails with a clear message where it cannot write", () => {
    put(dir, { "functions/_shared": "a file" });
    expect(run()).toMatchObject({ code: 1, err: expect.stringContaining("could not be written") });
  });
});

it.each([
  ["[functions.whatsapp-call]\nverify_jwt = false", "open"],
  ["[functions.whatsapp-call] # ours\n  verify_jwt=false # by itself", "open"],
  ['[functions."whatsapp-call"]\r\nenabled = true\r\nverify_jwt = false\r\n', "open"],
  ["[functions]\nwhatsapp-call = { verify_jwt = false }", "open"],
  ["functions.whatsapp-call.verify_jwt = false", "open"],
  ["[functions.whatsapp-call]\nverify_jwt = true", "guarded"],
  ["[functions.whatsapp-call]\n# verify_jwt = false", "guarded"],
  ["[functions.whatsapp-call]\n[functions.other]\nverify_jwt = false", "guarded"],
  ["[functions.whatsapp-call]\nenabled = false\nverify_jwt = false", "off"],
  ["[functions.whatsapp-call-webhook]\nverify_jwt = false", "missing"],
  ['text = """\n[functions.whatsapp-call]\nverify_jwt = false\n"""', "missing"],
  ["# [functions.whatsapp-call]", "missing"],
  ["", "missing"],
])("the config %j has the block %s", (config, state) => {
  expect(findBlock(config, "whatsapp-call")).toBe(state);
});

describe("addBlocks", () => {
  it.each([
    ["", "\n[functions.a]\nverify_jwt = false\n"],
    ["x = 1", "x = 1\n\n[functions.a]\nverify_jwt = false\n"],
    ["x = 1\r\n", "x = 1\r\n\r\n[functions.a]\r\nverify_jwt = false\r\n"],
  ])("adds to %j in its own line ends", (config, expected) => {
    expect(addBlocks(config, ["a"])).toBe(expected);
  });

  it("refuses a config to which no block can be added", () => {
    expect(() => addBlocks("functions = { }", ["a"])).toThrow(ConfigProblem);
  });
});

it.each([
  ["0.10.0", "0.9.1", true],
  ["0.9.1", "0.10.0", false],
  ["1.0.0", "1.0.0", false],
  ["1.0.0", "1.0.0-rc.1", true],
  ["1.0.0-rc.10", "1.0.0-rc.9", true],
  ["1.0.0-rc.1", "1.0.0", false],
])("isNewer(%s, %s) is %s", (version, than, expected) => {
  expect(isNewer(version, than)).toBe(expected);
});
