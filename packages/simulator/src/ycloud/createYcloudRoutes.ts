import { Hono } from "hono";
import type { World } from "../createWorld.ts";
import { ApiError } from "../http/apiError.ts";
import type { NodeEnv } from "../http/dialWithFaults.ts";
import { createRequestId } from "../lib/createIds.ts";
import { createCallRoutes } from "./routes/callRoutes.ts";
import { createMessageRoutes } from "./routes/messageRoutes.ts";
import { createPhoneNumberRoutes } from "./routes/phoneNumberRoutes.ts";
import { createTemplateRoutes } from "./routes/templateRoutes.ts";
import { createWebhookEndpointRoutes } from "./routes/webhookEndpointRoutes.ts";

/** Creates YCloud's routes, and the path of click-to-call. They need the API key. */
export function createYcloudRoutes(world: World): Hono<NodeEnv> {
  const { apiKey, clickToCallPath } = world.options;
  const app = new Hono<NodeEnv>();
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
  return app;
}
