import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { securityHeaders } from "../../calls-page/securityHeaders.ts";

/**
 * Serves a built single-page application and its `config.json`, as the gateway's `fallback`. Vite names assets after
 * their content, so they may be cached for ever. For a path without a file, requests for HTML get the page.
 *
 * @param config The page's settings (`examples/calls-page/public/config.example.json`) without the address: Supabase has
 *   the page's own origin.
 */
export function servePage(
  folder: string,
  config: Readonly<Record<string, unknown>>,
): (request: Request) => Response | Promise<Response> {
  const isAsset = (path: string) => path.startsWith("/assets/");
  const serveIndex = serveStatic({ path: join(folder, "index.html") });

  // Supabase is behind the page's own origin.
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
