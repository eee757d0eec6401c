import { getRequestListener } from "@hono/node-server";
import express from "express";
import { createHandlers, type Handler } from "./createHandlers.ts";

/** Express takes a listener of Node; this one hands over the bytes of the body, the abort and the stream of the answer. */
const mount = (handler: Handler) => getRequestListener(handler, { overrideGlobalObjects: false });

const { calls, webhooks } = createHandlers(process.env);
const app = express();

// `all`, not `use`: `use` takes the path away that the handler reads its route from.
app.all("/api/calls{/*route}", mount(calls));
// Above every body parser: a signature is over the bytes that were sent.
app.all("/api/whatsapp-webhook", mount(webhooks));

app.use(express.json());
app.post("/api/echo", (request, response) => {
  response.json(request.body);
});

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", (error) => {
  if (error) throw error;
  console.log("Listening on", server.address());
});
