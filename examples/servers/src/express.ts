import { getRequestListener } from "@hono/node-server";
import express from "express";
import { createHandlers, type Handler } from "./createHandlers.ts";

/** Converts a handler to a Node listener for Express. It passes on the body's bytes, an abort and the streamed response. */
const mount = (handler: Handler) => getRequestListener(handler, { overrideGlobalObjects: false });

const { calls, webhooks } = createHandlers(process.env);
const app = express();

// `all`, not `use`: `use` removes the path from which the handler reads its route.
app.all("/api/calls{/*route}", mount(calls));
// This route is before every body parser, because a signature covers the bytes of the body.
app.all("/api/whatsapp-webhook", mount(webhooks));

app.use(express.json());
app.post("/api/echo", (request, response) => {
  response.json(request.body);
});

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", (error) => {
  if (error) throw error;
  console.log("Listening on", server.address());
});
