import { Hono } from "hono";
import * as z from "zod";
import type { World } from "../../createWorld.ts";
import { ApiError } from "../../http/apiError.ts";
import { parseBody } from "../../http/parseBody.ts";
import { maxEndpoints } from "../webhookEndpoints.ts";
import { paginate } from "./paginate.ts";

const base = "/v2/webhookEndpoints";

const url = z.url({ protocol: /^https?$/ }).max(500);
const enabledEvents = z
  .array(z.string().regex(/^[a-z_]+(\.[a-z_]+)+$/, "must be an event type"))
  .min(1);
const optionalFields = {
  description: z.string().max(400).exactOptional(),
  status: z.enum(["active", "disabled"]).exactOptional(),
};
const createSchema = z.object({ url, enabledEvents, ...optionalFields });
const updateSchema = z.object({
  url: url.exactOptional(),
  enabledEvents: enabledEvents.exactOptional(),
  ...optionalFields,
});

/** Creates the routes that register webhook endpoints. Unlike at YCloud, a URL may be local. */
export function createWebhookEndpointRoutes(world: World): Hono {
  const { endpoints } = world.ycloud;
  const app = new Hono();

  app.get(base, (c) => c.json(paginate(endpoints.list(), c.req.query())));
  app.post(base, async (c) => {
    const input = await parseBody(c, createSchema);
    if (endpoints.list().length >= maxEndpoints) {
      throw new ApiError(403, "ACCOUNT_LIMITED", `At most ${maxEndpoints} endpoints are allowed.`);
    }
    return c.json(endpoints.create(input));
  });
  app.get(`${base}/:id`, (c) => c.json(requireEndpoint(c.req.param("id"))));
  app.patch(`${base}/:id`, async (c) => {
    const endpoint = requireEndpoint(c.req.param("id"));
    return c.json(endpoints.update(endpoint, await parseBody(c, updateSchema)));
  });
  app.delete(`${base}/:id`, (c) => {
    const endpoint = requireEndpoint(c.req.param("id"));
    endpoints.remove(endpoint.id);
    return c.json(endpoint);
  });
  app.post(`${base}/:id/rotateSecret`, (c) =>
    c.json(endpoints.rotateSecret(requireEndpoint(c.req.param("id")))),
  );

  return app;

  function requireEndpoint(id: string) {
    const endpoint = endpoints.get(id);
    if (endpoint) return endpoint;
    throw new ApiError(404, "NOT_FOUND", "The webhook endpoint does not exist.");
  }
}
