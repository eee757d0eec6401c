import { createHandlers } from "../createHandlers.ts";

let handlers: ReturnType<typeof createHandlers> | undefined;

/** Returns the handlers. The first request creates them, because `next build` loads the routes too, often without the secrets. */
export function readHandlers(): ReturnType<typeof createHandlers> {
  handlers ??= createHandlers(process.env);
  return handlers;
}
