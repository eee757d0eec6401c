import { cpSync, mkdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { type DefaultTheme, defineConfig } from "vitepress";
import { findTarget } from "../src/findTarget.ts";
import { listEntries } from "../src/listEntries.ts";
import { groups } from "../src/pages.ts";
import { readSitePages } from "../src/readSitePages.ts";
import { pagesFolder, repositoryUrl, root } from "../src/siteFolder.ts";
import { slugify } from "../src/slugify.ts";

const pages = readSitePages();
const picture = /\.(?:png|svg|jpe?g)$/;

/** Makes a picture of the repository part of the site. Returns its address. */
function copyPicture(source: string): string {
  const name = posix.join("pictures", source);
  const copy = join(pagesFolder, "public", name);
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(join(root, source), copy);
  return `/${name}`;
}

const reference: DefaultTheme.SidebarItem[] = [
  { text: "HTTP routes", link: "/reference/http" },
  ...listEntries().map(({ specifier, route }) => ({
    text: specifier,
    link: `/reference/api/${route}`,
  })),
];

function writeSidebar(language: "en" | "es"): DefaultTheme.SidebarItem[] {
  const isSpanish = language === "es";
  return [
    ...groups.map((group) => ({
      text: isSpanish ? group.spanish : group.title,
      items: group.pages.map(({ route, title, spanish }) =>
        isSpanish && spanish
          ? { text: spanish.title, link: `/es/${route}` }
          : { text: title, link: `/${route}` },
      ),
    })),
    { text: isSpanish ? "Referencia" : "Reference", collapsed: true, items: reference },
  ];
}

export default defineConfig({
  srcDir: ".pages",
  // Where the site is below its host, such as `/skale-calls/`.
  base: process.env.SITE_BASE ?? "/",
  title: "SKALE Calls",
  description: "WhatsApp Business calling in TypeScript",
  cleanUrls: true,
  markdown: {
    anchor: { slugify },
    toc: { slugify },
    headers: { slugify },
    config(markdown) {
      // Links and pictures of the repository's texts lead to the site's pages.
      markdown.core.ruler.push("repository-links", ({ tokens, env }) => {
        const route = posix.relative(pagesFolder, env.path ?? "").replace(/\.md$/, "");
        const page = pages.find((one) => one.route === route);
        if (page === undefined) return;
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const name = { link_open: "href", image: "src" }[token.type];
          const target = name === undefined ? null : token.attrGet(name);
          if (name === undefined || target === null) continue;
          const source = posix.join(posix.dirname(page.source), target);
          token.attrSet(
            name,
            token.type === "image" && picture.test(target) && !/^[a-z]+:/.test(target)
              ? copyPicture(source)
              : findTarget(target, page, pages),
          );
        }
      });
    },
  },
  locales: {
    root: {
      label: "English",
      lang: "en",
      themeConfig: {
        nav: [
          { text: "First call", link: "/guide/first-call" },
          { text: "API", link: "/reference/http" },
        ],
        sidebar: writeSidebar("en"),
      },
    },
    es: {
      label: "Español",
      lang: "es",
      link: "/es/",
      description: "Llamadas de WhatsApp Business en TypeScript",
      themeConfig: {
        nav: [
          { text: "Primera llamada", link: "/es/guide/first-call" },
          { text: "API", link: "/reference/http" },
        ],
        sidebar: writeSidebar("es"),
        outline: { label: "En esta página" },
        docFooter: { prev: "Anterior", next: "Siguiente" },
        darkModeSwitchLabel: "Apariencia",
        sidebarMenuLabel: "Menú",
        returnToTopLabel: "Volver arriba",
        langMenuLabel: "Idioma",
      },
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    socialLinks: [{ icon: "github", link: repositoryUrl }],
  },
});
