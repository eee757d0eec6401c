import { Hono } from "hono";
import type { World } from "../../createWorld.ts";
import { ApiError } from "../../http/apiError.ts";
import { paginate } from "./paginate.ts";

const base = "/v2/whatsapp/templates";

/** Creates the routes that read the message templates. */
export function createTemplateRoutes({ templates, options }: World): Hono {
  const app = new Hono();

  app.get(base, (c) => {
    const filters = ["wabaId", "name", "language"] as const;
    const found = templates
      .list(options.wabaId)
      .filter((template) =>
        filters.every(
          (name) => (c.req.query(`filter.${name}`) ?? template[name]) === template[name],
        ),
      );
    return c.json(paginate(found, c.req.query()));
  });

  app.get(`${base}/:wabaId/:name/:language`, (c) => {
    const { wabaId, name, language } = c.req.param();
    const template = wabaId === options.wabaId && templates.get(wabaId, name, language);
    if (template) return c.json(template);
    throw new ApiError(404, "NOT_FOUND", "The template does not exist.");
  });

  return app;
}
