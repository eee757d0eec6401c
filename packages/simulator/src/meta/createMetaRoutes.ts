import { createHmac } from "node:crypto";
import { Hono } from "hono";
import type { World } from "../createWorld.ts";
import { ApiError } from "../http/apiError.ts";
import type { NodeEnv } from "../http/dialWithFaults.ts";
import { answerGraphError, isAnswered } from "./answerGraphError.ts";
import { invalidProof, invalidToken, unknownObject } from "./graphError.ts";
import { createMetaCallRoutes } from "./routes/callRoutes.ts";
import { createMetaMessageRoutes } from "./routes/messageRoutes.ts";
import { createMetaNumberRoutes } from "./routes/numberRoutes.ts";
import { createMetaPermissionRoutes } from "./routes/permissionRoutes.ts";
import { createMetaSubscriptionRoutes } from "./routes/subscriptionRoutes.ts";

const anyVersion = "/:version{v[0-9]+\\.[0-9]+}/*";

/** Creates the routes of Meta's Graph API, and the addresses of its files. They need the access token. */
export function createMetaRoutes(world: World): Hono<NodeEnv> {
  const { log, meta } = world.options;
  /** The token of the system user, and the app's own token. */
  const tokens = [meta.accessToken, `${meta.appId}|${meta.appSecret}`];
  /** What a client sends that knows the app's secret (Graph API, "Secure Graph API calls"). */
  const proofOf = (token: string) =>
    createHmac("sha256", meta.appSecret).update(token).digest("hex");
  const app = new Hono<NodeEnv>();

  for (const path of [anyVersion, "/whatsapp_business/*"]) {
    app.use(path, async (c, next) => {
      const token = c.req.header("authorization")?.match(/^Bearer\s+(.+)$/i)?.[1];
      if (token === undefined || !tokens.includes(token)) throw invalidToken();
      const proof = c.req.query("appsecret_proof");
      if (proof !== undefined && proof !== proofOf(token)) throw invalidProof();
      await next();
    });
  }
  app.route("/", createMetaCallRoutes(world));
  app.route("/", createMetaPermissionRoutes(world));
  app.route("/", createMetaMessageRoutes(world));
  app.route("/", createMetaSubscriptionRoutes(world));
  app.route("/", createMetaNumberRoutes(world));
  app.all(anyVersion, (c) => {
    throw unknownObject(c.req.method, c.req.path.split("/")[2] ?? "");
  });
  app.onError((error) => {
    if (isAnswered(error)) return answerGraphError(error);
    log(`internal error: ${error.stack ?? error.message}`);
    return answerGraphError(new ApiError(500, "INTERNAL_SERVER_ERROR", "The simulator failed."));
  });
  return app;
}
