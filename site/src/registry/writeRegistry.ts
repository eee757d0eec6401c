import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { importsOf } from "../../../tools/checks/src/readImports.ts";
import { repositoryUrl, root } from "../siteFolder.ts";
import { type RegistryItem, registryItems } from "./registryItems.ts";

const source = "examples/calls-page/src";
const styles = "styles.css";
/** Where the files arrive in a project. Their imports of each other stay right, because the folders stay the same. */
const target = "src/calls";

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/**
 * Writes the items in the format of shadcn's registry: one JSON file for each, and `registry.json` with all.
 *
 * @param folder the folder `r` of the site.
 * @see https://ui.shadcn.com/docs/registry/registry-item-json
 */
export function writeRegistry(folder: string): void {
  const manifest = JSON.parse(
    readFileSync(join(root, "examples/calls-page/package.json"), "utf8"),
  ) as Manifest;
  mkdirSync(folder, { recursive: true });
  const items = registryItems.map((item) => writeItem(item, manifest));
  for (const item of items) write(join(folder, `${item.name}.json`), item);
  write(join(folder, "registry.json"), {
    $schema: "https://ui.shadcn.com/schema/registry.json",
    name: "skale-calls",
    homepage: repositoryUrl,
    // The index has no contents.
    items: items.map(({ $schema: _, files, ...item }) => ({
      ...item,
      files: files.map(({ content: __, ...file }) => file),
    })),
  });
}

const write = (path: string, value: object) =>
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

function writeItem({ name, title, description, entries }: RegistryItem, manifest: Manifest) {
  const { files, packages } = followImports(entries);
  const versions = { ...manifest.devDependencies, ...manifest.dependencies };
  const dependencies = [...packages].sort().map((dependency) => {
    const version = versions[dependency];
    if (version === undefined)
      throw new Error(`${name} imports ${dependency}, which the page does not have.`);
    return version.startsWith("workspace:") ? dependency : `${dependency}@${version}`;
  });
  return {
    $schema: "https://ui.shadcn.com/schema/registry-item.json",
    name,
    type: "registry:item",
    title,
    description,
    dependencies,
    devDependencies: ["tailwindcss", "@types/react"].map((one) => `${one}@${versions[one]}`),
    files: [...files].sort().map((file) => ({
      path: `${source}/${file}`,
      type: "registry:file",
      target: `${target}/${file}`,
      content: readFileSync(join(root, source, file), "utf8"),
    })),
  };
}

/** The files that the entries need, with the colours, and the packages that these files import. */
function followImports(entries: readonly string[]) {
  const files = new Set<string>([styles]);
  const packages = new Set<string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    if (!existsSync(join(root, source, file))) throw new Error(`${source}/${file} does not exist.`);
    files.add(file);
    if (!/\.tsx?$/.test(file)) continue;
    const path = `${source}/${file}`;
    for (const imported of importsOf(path, readFileSync(join(root, path), "utf8"))) {
      if (imported.startsWith(`${source}/`)) open.push(imported.slice(source.length + 1));
      else packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(imported)?.[0] ?? imported);
    }
  }
  return { files, packages };
}
