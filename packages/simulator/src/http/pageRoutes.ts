import { readFile } from "node:fs/promises";
import { Hono } from "hono";

/** The page's files by their paths. */
const pageFiles = {
  "/": { name: "phone.html", type: "text/html; charset=utf-8" },
  "/phone.js": { name: "phone.js", type: "text/javascript; charset=utf-8" },
  "/phoneTexts.js": { name: "phoneTexts.js", type: "text/javascript; charset=utf-8" },
} as const;

const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:";

/** The page that looks like a WhatsApp user's phone. */
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

/** The package contains the sources, so the build copies no page: `src` is beside `dist`. */
function readPageFile(name: string): Promise<string> {
  return readFile(new URL(`../../src/page/${name}`, import.meta.url), "utf8");
}
