import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registryItems } from "../../../site/src/registry/registryItems.ts";
import { writeRegistry } from "../../../site/src/registry/writeRegistry.ts";
import { packPackages } from "../packaging/packPackages.ts";
import { importsOf } from "../src/readImports.ts";

const runOrThrow = promisify(execFile);

interface Item {
  name: string;
  dependencies: string[];
  files: { target: string; content: string }[];
}

let folder: string;
let tarballs: ReadonlyMap<string, string>;
const readItem = async (name: string) =>
  JSON.parse(await readFile(join(folder, "r", `${name}.json`), "utf8")) as Item;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "skale-registry-"));
  writeRegistry(join(folder, "r"));
  tarballs = await packPackages(join(folder, "tarballs"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("the registry of components", () => {
  test("has a file for each item, and an index", async () => {
    expect((await readdir(join(folder, "r"))).toSorted()).toEqual(
      ["registry", ...registryItems.map(({ name }) => name)]
        .map((name) => `${name}.json`)
        .toSorted(),
    );
  });

  test.each(registryItems.map(({ name }) => name))(
    "%s contains every file that its files import",
    async (name) => {
      const { files } = await readItem(name);
      const targets = new Set(files.map(({ target }) => target));
      for (const { target, content } of files) {
        if (!/\.tsx?$/.test(target)) continue;
        const own = importsOf(target, content).filter((path) => path.startsWith("src/"));
        expect(own.filter((path) => !targets.has(path))).toEqual([]);
      }
    },
  );

  test("shadcn copies two parts into a project outside the repository, where they build", async () => {
    const crm = join(folder, "crm");
    await mkdir(crm);
    const files = {
      "index.html": '<div id="root"></div><script type="module" src="/src/main.tsx"></script>',
      "vite.config.ts": `import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
export default { plugins: [react(), tailwindcss()] };`,
      "src/main.tsx": `import { createRoot } from "react-dom/client";
import { StatusBadge } from "./calls/call/StatusBadge.tsx";
import { PhonePanel } from "./calls/phone/PhonePanel.tsx";
import { PhoneProvider } from "./calls/phone/PhoneProvider.tsx";
import "./calls/styles.css";
console.log(StatusBadge);
createRoot(document.getElementById("root")!).render(<PhoneProvider><PhonePanel /></PhoneProvider>);`,
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(crm, name)), { recursive: true });
      await writeFile(join(crm, name), text);
    }
    await writeFile(join(crm, "package.json"), JSON.stringify({ name: "crm", type: "module" }));
    const run = (program: string, ...args: string[]) =>
      runOrThrow(program, args, { cwd: crm, maxBuffer: 2 ** 26 });
    const tools = ["shadcn@4", "vite@8", "@vitejs/plugin-react@6", "@tailwindcss/vite@4"];
    const react = ["react@19", "react-dom@19"];
    await run(
      "npm",
      "install",
      "--no-audit",
      "--no-fund",
      ...tools,
      ...react,
      ...tarballs.values(),
    );
    // The packages are not on npm yet, so the copies of the items name the tarballs.
    for (const name of ["call-status", "phone"]) {
      const item = await readItem(name);
      item.dependencies = item.dependencies.map((one) => tarballs.get(one) ?? one);
      const file = join(crm, `${name}.json`);
      await writeFile(file, JSON.stringify(item));
      await run("npx", "shadcn", "add", file, "--yes", "--overwrite");
    }
    await run("npx", "vite", "build");
    expect(await readdir(join(crm, "dist/assets"))).toContainEqual(expect.stringMatching(/\.css$/));
  });
});
