import { readFile } from "node:fs/promises";
import { Hono } from "hono";

/** The files of the page, by path. */
const pageFiles = {
  "/": { name: "phone.html", type: "text/html; charset=utf-8" },
  "/phone.js": { name: "phone.js", type: "text/javascript; charset=utf-8" },
  "/phoneTexts.js": { name: "phoneTexts.js", type: "text/javascript; charset=utf-8" },
} as const;

const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:";

/** Creates the routes of the page, which shows a WhatsApp user's phone. */
export function createPageRoutes(): Hono {
  const app = new Hono();
  for (const [path, { name, type }] of Object.entries(pageFiles)) {
    app.get(path, async (c) =>
      c.body(await readPageFile(name), 200, {
        "Content-Type": type,
        "Content-Security-Policy": policy,
        "Cache-Control": "no-cache",
      }),
    );
  }
  return app;
}

/** Reads a file of the page from `src`, which the package contains beside `dist`. The build does not copy the page. */
function readPageFile(name: string): Promise<string> {
  return readFile(new URL(`../../src/page/${name}`, import.meta.url), "utf8");
}
