import { readFile } from "node:fs/promises";

/** The page's files by their paths; the sources are in the package, so the build copies none. */
export const pageFiles = {
  "/": { name: "phone.html", type: "text/html; charset=utf-8" },
  "/phone.js": { name: "phone.js", type: "text/javascript; charset=utf-8" },
  "/phoneTexts.js": { name: "phoneTexts.js", type: "text/javascript; charset=utf-8" },
} as const;

/** From `src` as well as from `dist`, which is beside it. */
export const readPageFile = (name: string): Promise<string> =>
  readFile(new URL(`../src/page/${name}`, import.meta.url), "utf8");
