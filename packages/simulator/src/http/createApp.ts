import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { World } from "../createWorld.ts";
import { createRequestId } from "../lib/createIds.ts";
import { ApiError, answerError } from "./apiError.ts";
import { createCallRoutes } from "./callRoutes.ts";
import { createControlRoutes } from "./controlRoutes.ts";
import { createMessageRoutes } from "./messageRoutes.ts";
import { createPageRoutes } from "./pageRoutes.ts";
import { createPartyRoutes } from "./partyRoutes.ts";
import { createPhoneNumberRoutes } from "./phoneNumberRoutes.ts";
import { createTemplateRoutes } from "./templateRoutes.ts";
import { createWebhookEndpointRoutes } from "./webhookEndpointRoutes.ts";

/** Creates YCloud's routes, the controls and the page. */
export function createApp(world: World): Hono<{ Bindings: HttpBindings }> {
  const { apiKey, clickToCallPath, log } = world.options;
  const app = new Hono<{ Bindings: HttpBindings }>();

  for (const path of ["/v2/*", clickToCallPath]) {
    app.use(path, async (c, next) => {
      if (c.req.header("x-api-key") !== apiKey) {
        throw new ApiError(401, "UNAUTHORIZED", "Authentication is required.");
      }
      await next();
      if (!c.res.headers.has("YCloud-Request-ID")) {
        c.res.headers.set("YCloud-Request-ID", createRequestId());
      }
    });
  }
  app.route("/", createCallRoutes(world));
  app.route("/", createPhoneNumberRoutes(world));
  app.route("/", createWebhookEndpointRoutes(world));
  app.route("/", createMessageRoutes(world));
  app.route("/", createTemplateRoutes(world));
  app.route("/", createControlRoutes(world));
  app.route("/", createPartyRoutes(world));
  app.route("/", createPageRoutes());
  app.notFound(() => answerError(new ApiError(404, "NOT_FOUND", "The resource does not exist.")));
  app.onError((error) => {
    if (error instanceof ApiError) return answerError(error);
    log(`internal error: ${error.stack ?? error.message}`);
    return answerError(new ApiError(500, "INTERNAL_SERVER_ERROR", "The simulator failed."));
  });
  return app;
}
