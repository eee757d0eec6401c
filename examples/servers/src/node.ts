import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createHandlers, type Handler } from "./createHandlers.ts";

/** Converts a handler to a Node listener. It passes on the body's bytes, an abort and the streamed response. */
const mount = (handler: Handler) => getRequestListener(handler, { overrideGlobalObjects: false });

const handlers = createHandlers(process.env);
const calls = mount(handlers.calls);
const webhooks = mount(handlers.webhooks);

const server = createServer((request, response) => {
  const [path = ""] = (request.url ?? "").split("?");
  if (path === "/api/whatsapp-webhook") return webhooks(request, response);
  if (path === "/api/calls" || path.startsWith("/api/calls/")) return calls(request, response);
  response.writeHead(404).end();
});

// A load balancer stops a server with SIGTERM: the requests that have arrived are still answered.
process.once("SIGTERM", () => {
  server.close(() => void handlers.close());
});

server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log("Listening on", server.address());
});
