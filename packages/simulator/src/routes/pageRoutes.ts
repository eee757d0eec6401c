import { Hono } from "hono";
import { pageFiles, readPageFile } from "../pageFiles.ts";

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
