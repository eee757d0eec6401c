import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cutSection } from "./cutSection.ts";
import { groups } from "./pages.ts";
import { root } from "./siteFolder.ts";

/** One written page. */
export interface SitePage {
  route: string;
  title: string;
  source: string;
  /** The whole text of the page, in Markdown. */
  text: string;
}

/** All pages that are texts of the repository. */
export function readSitePages(): SitePage[] {
  return groups.flatMap(({ pages }) =>
    pages.flatMap(({ route, title, source, heading, spanish }) => {
      const english = { route, title, source, text: readText(source, heading) };
      if (spanish === undefined) return [english];
      const text = readText(spanish.source, spanish.heading);
      return [english, { ...spanish, route: `es/${route}`, text }];
    }),
  );
}

function readText(source: string, heading: string | undefined): string {
  const path = join(root, source);
  if (!existsSync(path)) throw new Error(`${source} of src/pages.ts does not exist.`);
  const text = readFileSync(path, "utf8");
  return heading === undefined ? text : cutSection(text, heading);
}
