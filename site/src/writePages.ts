import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Application } from "typedoc";
import { homes } from "./home.ts";
import { listEntries } from "./listEntries.ts";
import { readSitePages } from "./readSitePages.ts";
import { writeRegistry } from "./registry/writeRegistry.ts";
import { pagesFolder, root } from "./siteFolder.ts";
import { type OpenApi, writeHttpPage } from "./writeHttpPage.ts";

// Writes the Markdown that VitePress builds: texts of the repository, the API reference from the docstrings, and the HTTP routes.

function writePage(route: string, text: string, matter: object = {}): void {
  const path = join(pagesFolder, `${route}.md`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `---\n${JSON.stringify(matter)}\n---\n\n${text}`);
}

rmSync(pagesFolder, { recursive: true, force: true });
for (const { route, title, source, text } of readSitePages()) {
  // Without sections there is no outline, and tables may use its space.
  writePage(route, text, { title, source, ...(!/^##+ /m.test(text) && { aside: false }) });
}
const openApi = JSON.parse(
  readFileSync(join(root, "packages/core/openapi.json"), "utf8"),
) as OpenApi;
writePage("reference/http", writeHttpPage(openApi), { title: "HTTP routes", outline: 2 });
for (const [route, matter] of Object.entries(homes)) writePage(route, "", matter);
for (const path of ["examples/calls-page/screenshots/in-call.png"]) {
  cpSync(join(root, path), join(pagesFolder, "public/pictures", path));
}
// Other tools load the document from here.
cpSync(join(root, "packages/core/openapi.json"), join(pagesFolder, "public/openapi.json"));
writeRegistry(join(pagesFolder, "public/r"));
await writeApi();

/** Writes one page for each entry of the published packages. */
async function writeApi(): Promise<void> {
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    entryPoints: listEntries().map(({ source }) => join(root, source)),
    tsconfig: join(root, "site/tsconfig.json"),
    out: join(pagesFolder, "reference/api"),
    readme: "none",
    kindSortOrder: ["Function", "Class", "Interface", "TypeAlias", "Variable"],
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    disableSources: true,
    githubPages: false,
    logLevel: "Error",
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    ...{
      outputFileStrategy: "modules",
      hideBreadcrumbs: true,
      hidePageHeader: true,
      useCodeBlocks: true,
      expandObjects: false,
      parametersFormat: "table",
      interfacePropertiesFormat: "table",
      typeDeclarationFormat: "table",
      propertyMembersFormat: "table",
      enumMembersFormat: "table",
      entryFileName: "index",
    },
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("TypeDoc could not read the sources.");
  // TypeDoc names a module after its file. The page of an entry has the entry's name.
  for (const module of project.children ?? []) {
    const file = `${module.name.replace(/\/index$/, "")}`;
    const entry = listEntries().find(
      ({ source }) => source.replace(/(?:\/index)?\.ts$/, "") === file,
    );
    if (entry === undefined) throw new Error(`${module.name} is no entry.`);
    module.name = entry.route;
  }
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error("TypeDoc found errors.");
}
