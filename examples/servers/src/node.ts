import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createHandlers } from "./createHandlers.ts";

const handlers = createHandlers(process.env);
// The listeners replace the global Request and Response by faster ones, which create streams only where they are read.
const calls = getRequestListener(handlers.calls);
const webhooks = getRequestListener(handlers.webhooks);

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
