import { Hono } from "hono";
import * as z from "zod";
import type { World } from "../../createWorld.ts";
import { parseBody } from "../../http/parseBody.ts";
import { metaFields } from "../events/metaValue.ts";
import { GraphError, unknownObject } from "../graphError.ts";
import { type NodeContext, node, requireAccount } from "./nodes.ts";

const address = z.url({ protocol: /^https?$/ });
const object = z.literal("whatsapp_business_account");

const appSchema = z.object({
  object,
  callback_url: address,
  verify_token: z.string().min(1),
  fields: z
    .union([z.array(z.string()), z.string().transform((text) => text.split(","))])
    .transform((names) => names.map((name) => name.trim()))
    .pipe(z.array(z.enum(metaFields)).min(1)),
});

const accountSchema = z
  .object({
    override_callback_uri: address.exactOptional(),
    verify_token: z.string().min(1).exactOptional(),
  })
  .refine(({ override_callback_uri, verify_token }) => !override_callback_uri || verify_token, {
    path: ["verify_token"],
    message: "is required",
  });

/**
 * Creates the routes that say where webhooks are sent: the app's callback and fields, and the accounts that the app is
 * subscribed to. Unlike at Meta, an address may be local.
 */
export function createMetaSubscriptionRoutes(world: World): Hono {
  const { subscriptions } = world.meta;
  const { appId } = world.options.meta;
  const app = new Hono();

  app.get(`${node}/subscriptions`, (c) => {
    requireApp(c);
    const known = subscriptions.app();
    return c.json({
      data: known
        ? [
            {
              object: "whatsapp_business_account",
              callback_url: known.callbackUrl,
              active: true,
              fields: known.fields.map((name) => ({ name, version: c.req.param("version") })),
            },
          ]
        : [],
    });
  });
  app.post(`${node}/subscriptions`, async (c) => {
    requireApp(c);
    const { callback_url, verify_token, fields } = await parseBody(c, appSchema);
    await requireConfirmed(world, callback_url, verify_token);
    subscriptions.setApp({ callbackUrl: callback_url, fields });
    return c.json({ success: true });
  });
  app.delete(`${node}/subscriptions`, (c) => {
    requireApp(c);
    subscriptions.setApp(undefined);
    return c.json({ success: true });
  });

  app.get(`${node}/subscribed_apps`, (c) => {
    const subscribed = subscriptions.account(requireAccount(world, c));
    const overrideUrl = subscribed?.overrideUrl;
    return c.json({
      data: subscribed
        ? [
            {
              whatsapp_business_api_data: { id: appId, name: "SKALE Calls simulator" },
              ...(overrideUrl !== undefined && { override_callback_uri: overrideUrl }),
            },
          ]
        : [],
    });
  });
  app.post(`${node}/subscribed_apps`, async (c) => {
    const wabaId = requireAccount(world, c);
    const { override_callback_uri: url, verify_token = "" } = await parseBody(c, accountSchema);
    if (url !== undefined) await requireConfirmed(world, url, verify_token);
    subscriptions.subscribe(wabaId, url);
    return c.json({ success: true });
  });
  app.delete(`${node}/subscribed_apps`, (c) => {
    subscriptions.unsubscribe(requireAccount(world, c));
    return c.json({ success: true });
  });

  return app;

  function requireApp({ req }: NodeContext): void {
    const id = req.param("node") ?? "";
    if (id !== appId) throw unknownObject(req.method, id);
  }
}

/** Asks an address for the challenge before it is registered. */
export async function requireConfirmed(
  { meta }: Pick<World, "meta">,
  url: string,
  verifyToken: string,
): Promise<void> {
  const problem = await meta.confirm(url, verifyToken);
  if (problem === null) return;
  throw new GraphError(
    400,
    2200,
    `(#2200) Callback verification failed with the following errors: ${problem}`,
  );
}
