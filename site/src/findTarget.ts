import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import type { SitePage } from "./readSitePages.ts";
import { repositoryUrl, root } from "./siteFolder.ts";
import { slugify } from "./slugify.ts";

/**
 * Finds where a link of a repository's text leads on the site: to the page that has its file and its anchor, or else to the file at
 * the repository's address.
 *
 * @param from the page with the link.
 * @throws Error when the file does not exist, or no page and no section of the file has the anchor.
 */
export function findTarget(target: string, from: SitePage, pages: readonly SitePage[]): string {
  if (/^[a-z]+:/.test(target)) return target;
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? from.source : posix.join(posix.dirname(from.source), path);
  const source = findFile(file);
  const isSpanish = from.route.startsWith("es/");
  const of = pages
    .filter((page) => page.source === source)
    // The page with the link comes first, then those of its language.
    .toSorted(
      (a, b) =>
        Number(b === from) - Number(a === from) ||
        Number(b.route.startsWith("es/") === isSpanish) -
          Number(a.route.startsWith("es/") === isSpanish),
    );
  const page = anchor === undefined ? of[0] : of.find(({ text }) => hasAnchor(text, anchor));
  if (page !== undefined) return `/${page.route}${anchor === undefined ? "" : `#${anchor}`}`;
  const kind = statSync(join(root, file)).isDirectory() ? "tree" : "blob";
  return `${repositoryUrl}/${kind}/main/${file.replace(/\/$/, "")}${anchor === undefined ? "" : `#${anchor}`}`;
}

/** A link to a folder means its README, as it does in the repository. */
function findFile(file: string): string {
  if (!existsSync(join(root, file))) throw new Error(`${file} does not exist.`);
  const readme = posix.join(file, "README.md");
  return existsSync(join(root, readme)) ? readme : file;
}

function hasAnchor(text: string, anchor: string): boolean {
  return text
    .split("\n")
    .some(
      (line) => /^#{1,6} /.test(line) && slugify(line.replace(/^#+ /, "")) === decodeURI(anchor),
    );
}
