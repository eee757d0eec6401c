import { Hono } from "hono";
import * as z from "zod";
import type { BusinessNumber } from "../../calls/calls.ts";
import type { World } from "../../createWorld.ts";
import { parseBody } from "../../http/parseBody.ts";
import { callHoursSchema } from "../callHoursSchema.ts";
import { GraphError, unknownObject } from "../graphError.ts";
import { viewSettings } from "../viewCalling.ts";
import { node, pageOf, pickFields, requireAccount, requireNumber } from "./nodes.ts";
import { requireConfirmed } from "./subscriptionRoutes.ts";

const onOff = z.enum(["ENABLED", "DISABLED"]);

const settingsSchema = z.object({
  calling: z.object({
    status: onOff.exactOptional(),
    call_icon_visibility: z.enum(["DEFAULT", "DISABLE_ALL"]).exactOptional(),
    call_icons: z
      .object({ restrict_to_user_countries: z.array(z.string().regex(/^[A-Z]{2}$/)) })
      .exactOptional(),
    call_hours: callHoursSchema.exactOptional(),
    callback_permission_status: onOff.exactOptional(),
    srtp_key_exchange_protocol: z.literal("DTLS").exactOptional(),
    audio: z.object({ additional_codecs: z.array(z.enum(["PCMA", "PCMU"])) }).exactOptional(),
    sip: z
      .object({ status: z.literal("DISABLED", { message: "is not simulated: there is no SIP" }) })
      .exactOptional(),
  }),
});

const overrideSchema = z.object({
  webhook_configuration: z.object({
    override_callback_uri: z.url({ protocol: /^https?$/ }),
    verify_token: z.string().min(1),
  }),
});

const usualFields = [
  "verified_name",
  "display_phone_number",
  "quality_rating",
  "code_verification_status",
  "platform_type",
] as const;

/** Creates the routes of the business numbers and their settings. */
export function createMetaNumberRoutes(world: World): Hono {
  const { settings, meta } = world;
  const app = new Hono();

  app.get(`${node}/phone_numbers`, (c) => {
    requireAccount(world, c);
    const numbers = world
      .numbersOf("meta")
      .map((number) => pickFields(c, view(number), usualFields));
    return c.json(pageOf(numbers));
  });

  app.get(`${node}/settings`, (c) => c.json(viewSettings(settings, requireNumber(world, c))));

  app.post(`${node}/settings`, async (c) => {
    const number = requireNumber(world, c);
    const { calling } = await parseBody(c, settingsSchema);
    const { status, call_icon_visibility, callback_permission_status, sip: _, ...more } = calling;
    const state = settings.of(number);
    if (status !== undefined) state.calling.status = status;
    if (call_icon_visibility !== undefined) state.calling.iconVisibility = call_icon_visibility;
    if (callback_permission_status !== undefined) {
      state.callbackPermission = callback_permission_status === "ENABLED";
    }
    // A field that is sent replaces the whole field, also `call_hours`.
    state.more = { ...state.more, ...more };
    world.dialectOf(number).settings(number);
    return c.json({ success: true });
  });

  app.get(node, async (c) => {
    const id = c.req.param("node");
    const number = world.numbersOf("meta").find((known) => known.id === id);
    if (number) return c.json(pickFields(c, view(number), usualFields));
    if (id === world.options.meta.wabaId) {
      return c.json(pickFields(c, viewAccount(id), ["name", "timezone_id", "currency"]));
    }
    const file = await meta.files.describe(id);
    if (file) return c.json(file);
    throw unknownObject("GET", id);
  });

  app.post(node, async (c) => {
    const number = requireNumber(world, c);
    const { webhook_configuration: wanted } = await parseBody(c, overrideSchema);
    await requireConfirmed(world, wanted.override_callback_uri, wanted.verify_token);
    meta.subscriptions.setNumberUrl(number.id, wanted.override_callback_uri);
    return c.json({ success: true });
  });

  app.get("/whatsapp_business/attachments/", async (c) => {
    const file = await meta.files.fetch(c.req.query());
    if (!file) throw new GraphError(404, 100, "The address is unknown or has expired.");
    return c.body(file.bytes, 200, {
      "Content-Type": file.type === "audio/ogg" ? "audio/ogg; codecs=opus" : file.type,
      "Content-Disposition": `attachment; filename="${file.name}"`,
    });
  });

  return app;

  function view({ id, phoneNumber }: BusinessNumber) {
    const override = meta.subscriptions.numberUrl(id);
    return {
      verified_name: "SKALE Calls simulator",
      // Graph shows numbers with spaces.
      display_phone_number: phoneNumber.replace(/^(\+\d{2})(\d{2})(\d{4})(\d+)$/, "$1 $2 $3 $4"),
      quality_rating: "GREEN",
      code_verification_status: "VERIFIED",
      platform_type: "CLOUD_API",
      status: "CONNECTED",
      name_status: "APPROVED",
      messaging_limit_tier: "TIER_2K",
      whatsapp_business_manager_messaging_limit: "TIER_2K",
      throughput: { level: "STANDARD" },
      health_status: healthOf("PHONE_NUMBER", id),
      webhook_configuration: {
        ...(meta.subscriptions.app() && { application: meta.subscriptions.app()?.callbackUrl }),
        ...(override !== undefined && { phone_number: override }),
      },
      id,
    };
  }
}

const healthOf = (type: "PHONE_NUMBER" | "WABA", id: string) => ({
  can_send_message: "AVAILABLE",
  entities: [{ entity_type: type, id, can_send_message: "AVAILABLE" }],
});

const viewAccount = (id: string) => ({
  name: "SKALE Calls simulator",
  timezone_id: "1",
  currency: "USD",
  account_review_status: "APPROVED",
  health_status: healthOf("WABA", id),
  id,
});
