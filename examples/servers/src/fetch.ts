import { createHandlers } from "./createHandlers.ts";

let handlers: ReturnType<typeof createHandlers> | undefined;

/** The form of a server that Deno (`deno serve`), Bun and Cloudflare Workers share. The first request creates the handlers. */
export default {
  async fetch(request: Request): Promise<Response> {
    handlers ??= createHandlers(process.env);
    const { pathname } = new URL(request.url);
    if (pathname === "/api/whatsapp-webhook") return handlers.webhooks(request);
    if (/^\/api\/calls(?:\/|$)/.test(pathname)) return handlers.calls(request);
    return new Response(null, { status: 404 });
  },
};
