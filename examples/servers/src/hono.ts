import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { createHandlers } from "./createHandlers.ts";

const { calls, webhooks } = createHandlers(process.env);
const app = new Hono();

app.all("/api/calls/*", (context) => calls(context.req.raw));
app.all("/api/whatsapp-webhook", (context) => webhooks(context.req.raw));

serve(
  { fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: "127.0.0.1" },
  (address) => console.log("Listening on", address),
);
