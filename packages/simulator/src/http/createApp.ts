import { Hono } from "hono";
import { WhatsappError } from "../calls/whatsappErrors.ts";
import { createControlRoutes } from "../controls/controlRoutes.ts";
import { createPageRoutes } from "../controls/pageRoutes.ts";
import { createPartyRoutes } from "../controls/partyRoutes.ts";
import type { World } from "../createWorld.ts";
import { createMetaRoutes } from "../meta/createMetaRoutes.ts";
import { answerYcloudError } from "../ycloud/answerYcloudError.ts";
import { createYcloudRoutes } from "../ycloud/createYcloudRoutes.ts";
import { ApiError } from "./apiError.ts";
import type { NodeEnv } from "./dialWithFaults.ts";

/** Creates the providers' routes, the controls and the page. The errors of the controls have YCloud's envelope. */
export function createApp(world: World): Hono<NodeEnv> {
  const { log } = world.options;
  const app = new Hono<NodeEnv>();
  app.route("/", createYcloudRoutes(world));
  app.route("/", createMetaRoutes(world));
  app.route("/", createControlRoutes(world));
  app.route("/", createPartyRoutes(world));
  app.route("/", createPageRoutes());
  app.notFound(() =>
    answerYcloudError(new ApiError(404, "NOT_FOUND", "The resource does not exist.")),
  );
  app.onError((error) => {
    if (error instanceof ApiError || error instanceof WhatsappError) {
      return answerYcloudError(error);
    }
    log(`internal error: ${error.stack ?? error.message}`);
    return answerYcloudError(new ApiError(500, "INTERNAL_SERVER_ERROR", "The simulator failed."));
  });
  return app;
}
