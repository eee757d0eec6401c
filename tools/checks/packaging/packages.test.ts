import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPackages } from "../src/repository.ts";
import { installPackages, type Project } from "./installPackages.ts";

let project: Project;
beforeAll(async () => {
  project = await installPackages();
});
afterAll(() => project?.remove());

const packages = [...readPackages().values()];

describe.each(packages)("$name", ({ name }) => {
  const installed = (file: string) => join(project.folder, "node_modules", name, file);
  const tarball = async () => {
    const { buffer, byteOffset, byteLength } = await readFile(project.tarballs.get(name) ?? "");
    return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  };

  test("satisfies publint", async () => {
    const { messages, pkg } = await publint({
      pack: { tarball: await tarball() },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test("has types for ESM and bundlers", async () => {
    const found = await checkPackage(createPackageFromTarballData(new Uint8Array(await tarball())));
    expect(found).toMatchObject({ types: { kind: "included" } });
    // The packages are ESM only, so problems of CommonJS resolution are ignored.
    const problems = ("problems" in found ? found.problems : []).filter(
      (problem) =>
        !("resolutionKind" in problem) ||
        !["node10", "node16-cjs"].includes(problem.resolutionKind),
    );
    expect(problems).toEqual([]);
  });

  test("contains the expected files, and no others", async () => {
    const files = await readdir(installed("."), { recursive: true });
    for (const file of ["README.md", "LICENSE", "AGENTS.md", "src/index.ts", "dist/index.d.ts"]) {
      expect(files).toContain(file);
    }
    const odd = /\.test\.|\.tgz$|tsconfig|tsup|\.env|testKit|testServer/;
    expect(files.filter((file) => odd.test(file))).toEqual([]);
  });

  test("depends on versions", async () => {
    const manifest = await readFile(installed("package.json"), "utf8");
    expect(manifest).not.toMatch(/"(workspace|file|link|catalog):/);
  });
});

const consumer = `
import { createCallHandler, deriveStatus, parseWebhook, verifyWebhook } from "@skale-calls/core";
import { createMemoryCallStore, signWebhook } from "@skale-calls/core/testing";
import { createMetaClient } from "@skale-calls/meta-client";
import { startSimulator } from "@skale-calls/simulator";
import { createSoftphone } from "@skale-calls/softphone";
import type { useSoftphone } from "@skale-calls/softphone/react";
import { createTestSoftphone } from "@skale-calls/softphone/testing";
import { createSupabaseCallStore } from "@skale-calls/supabase-adapter";
import { createPostgresCallStore } from "@skale-calls/supabase-adapter/postgres";
import { createTwilioClient } from "@skale-calls/twilio-client";
import { signTwilioWebhook } from "@skale-calls/twilio-client/testing";
import { createYCloudClient } from "@skale-calls/ycloud-client";

const names = [createCallHandler, deriveStatus, parseWebhook, verifyWebhook, createMemoryCallStore,
  signWebhook, startSimulator, createSoftphone, createTestSoftphone, createSupabaseCallStore, createPostgresCallStore,
  createTwilioClient, signTwilioWebhook, createMetaClient, createYCloudClient].map(({ name }) => name);
const { calls }: Pick<ReturnType<typeof useSoftphone>, "calls"> = { calls: [] };
const kind: "unknown" | undefined = parseWebhook({}).map((event) => event.kind).find((it) => it === "unknown");
// @ts-expect-error an event has no such kind; the error shows that the types are found
const none: "nonsense" | undefined = parseWebhook({}).map((event) => event.kind)[0];
console.log(names.length, calls.length, kind, none);
`;

/** The client's class has private properties, so its ESM and CommonJS declarations are two different classes. */
const commonJsConsumer = `
import { createCallService, createSupabaseAuthenticator, createSupabaseCallStore, type Database } from "@skale-calls/supabase-adapter";
import { createClient } from "@supabase/supabase-js";

interface Own { public: { Tables: { cars: { Row: { id: string }; Insert: { id: string }; Update: { id?: string }; Relationships: [] } };
  Views: Record<never, never>; Functions: Record<never, never> } }

const options = { url: "https://x.example", apiKey: "key" };
export const services = [
  createCallService(createClient("https://x.example", "key"), options),
  createCallService(createClient<Database>("https://x.example", "key"), options),
  createCallService(createClient<Own>("https://x.example", "key"), options),
];
export const store = createSupabaseCallStore({ client: createClient<Own>("https://x.example", "key") });
export const authenticate = createSupabaseAuthenticator({ client: createClient("https://x.example", "key") });
`;

describe("a project that uses the packages", () => {
  const require = createRequire(import.meta.url);
  const compilers = { "TypeScript 5": "typescript-5", "TypeScript 7": "typescript" };

  test.each([
    ["TypeScript 5", "nodenext", "nodenext"],
    ["TypeScript 5", "bundler", "esnext"],
    ["TypeScript 7", "nodenext", "nodenext"],
    ["TypeScript 7", "bundler", "esnext"],
  ] as const)("compiles with %s, resolution %s", async (compiler, moduleResolution, module) => {
    await writeFile(join(project.folder, "consumer.ts"), consumer);
    const config = `tsconfig.${compiler.at(-1)}.${moduleResolution}.json`;
    const compilerOptions = {
      module,
      moduleResolution,
      target: "es2023",
      lib: ["es2024", "dom", "dom.iterable"],
      types: ["node"],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
    };
    await writeFile(
      join(project.folder, config),
      JSON.stringify({ compilerOptions, files: ["consumer.ts"] }),
    );
    const tsc = join(require.resolve(`${compilers[compiler]}/package.json`), "../bin/tsc");
    const { ok, output } = await project.run(process.execPath, tsc, "-p", config);
    const errors = output.split("\n").filter((line) => line.includes("error TS"));
    expect(ok).toBe(errors.length === 0);
    // The declarations of supabase-js have errors in some compilers. Ours must have none.
    const theirs = /^node_modules\/(?!.*\/@skale-calls\/)/;
    expect(errors.filter((line) => !theirs.test(line))).toEqual([]);
  });

  test("gives the service a supabase-js client in a CommonJS package, npm's default", async () => {
    const folder = join(project.folder, "commonjs");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "commonjs" }));
    await writeFile(join(folder, "service.ts"), commonJsConsumer);
    const compilerOptions = {
      module: "nodenext",
      target: "es2023",
      lib: ["es2024", "dom", "dom.iterable"],
      types: ["node"],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    };
    const config = join(folder, "tsconfig.json");
    await writeFile(config, JSON.stringify({ compilerOptions, files: ["service.ts"] }));
    const tsc = join(require.resolve("typescript-5/package.json"), "../bin/tsc");
    const { output } = await project.run(process.execPath, tsc, "-p", config);
    expect(output).toBe("");
  });

  test("is tree-shakable: isCallsError alone, from the tarball, is under 1 kB", async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: 'import { isCallsError } from "@skale-calls/core"; console.log(isCallsError);',
        resolveDir: project.folder,
      },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
    });
    const bytes = gzipSync(outputFiles[0]?.contents ?? "").length;
    expect(bytes).toBeGreaterThan(50);
    expect(bytes).toBeLessThan(1000);
  });

  test("runs on Node", async () => {
    await writeFile(join(project.folder, "consumer.ts"), consumer);
    const { output } = await project.run(process.execPath, "consumer.ts");
    expect(output).toMatch(/^15 0 /);
  });

  test.each([
    "skale-calls-simulator",
    "skale-calls-migrations",
    "skale-calls-functions",
    "skale-calls-doctor",
    "skale-calls-replay",
  ])("has %s", async (command) => {
    const program = join(project.folder, "node_modules/.bin", command);
    const { ok, output } = await project.run(program, "--help");
    expect({ ok, output }).toEqual({ ok: true, output: expect.stringContaining(command) });
  });
});
