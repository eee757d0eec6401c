import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { securityHeaders } from "../../calls-page/securityHeaders.ts";

/**
 * Serves a built single-page application and its `config.json`, as the gateway's `fallback`. An asset's name changes with its
 * content, so browsers may cache assets for ever. Requests for HTML at a path without a file get the page.
 *
 * @param config The page's settings (`examples/calls-page/public/config.example.json`) without Supabase's address, because the
 *   page's own origin serves Supabase.
 */
export function servePage(
  folder: string,
  config: Readonly<Record<string, unknown>>,
): (request: Request) => Response | Promise<Response> {
  const isAsset = (path: string) => path.startsWith("/assets/");
  const serveIndex = serveStatic({ path: join(folder, "index.html") });

  // No other origin: the page's own origin serves Supabase.
  const headers = securityHeaders();
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    const keep = c.res.ok && isAsset(c.req.path);
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    c.header("cache-control", keep ? "public, max-age=31536000, immutable" : "no-cache");
  });
  app.get("/config.json", (c) => c.json({ supabaseUrl: new URL(c.req.url).origin, ...config }));
  app.get("*", serveStatic({ root: folder }), (c, next) =>
    c.req.header("accept")?.includes("text/html") && !isAsset(c.req.path)
      ? serveIndex(c, next)
      : next(),
  );
  app.notFound((c) => c.json({ error: "not found" }, 404));
  return (request) => app.fetch(request);
}
