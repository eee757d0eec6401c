import { createHandlers } from "../createHandlers.ts";

let handlers: ReturnType<typeof createHandlers> | undefined;

/** Created by the first request, because `next build` loads the routes too and often has no secrets. */
export function readHandlers(): ReturnType<typeof createHandlers> {
  handlers ??= createHandlers(process.env);
  return handlers;
}
