import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createPostgresCallStore, postgresOptions } from "@skale-calls/supabase-adapter/postgres";
import postgres from "postgres";
import { createHandlers } from "./createHandlers.ts";

const { DATABASE_URL, PORT } = process.env;
if (!DATABASE_URL) throw new Error("DATABASE_URL is not set.");
const sql = postgres(DATABASE_URL, postgresOptions);
const handlers = createHandlers(process.env, createPostgresCallStore({ sql }));
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
  server.close(() => void sql.end({ timeout: 5 }));
});

server.listen(Number(PORT ?? 3000), "127.0.0.1", () => {
  console.log("Listening on", server.address());
});
