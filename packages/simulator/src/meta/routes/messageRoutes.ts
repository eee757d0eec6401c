import { Hono } from "hono";
import * as z from "zod";
import { WhatsappError } from "../../calls/whatsappErrors.ts";
import type { World } from "../../createWorld.ts";
import { parseBody } from "../../http/parseBody.ts";
import { asksPermission } from "../../parties/templates.ts";
import { digits } from "../events/metaValue.ts";
import {
  findRecipient,
  node,
  pageOf,
  pickFields,
  recipientPhone,
  requireAccount,
  requireNumber,
} from "./nodes.ts";

/** Meta, "Call button messages and deep links", and "User call permissions". */
const interactiveSchema = z.union([
  z.strictObject({
    type: z.literal("call_permission_request"),
    action: z.strictObject({ name: z.literal("call_permission_request") }),
    body: z.object({ text: z.string().min(1) }).exactOptional(),
  }),
  z.looseObject({
    type: z.literal("voice_call"),
    body: z.object({ text: z.string().min(1) }),
    action: z.object({
      name: z.literal("voice_call"),
      parameters: z
        .object({
          display_text: z.string().min(1).max(20).exactOptional(),
          ttl_minutes: z.int().min(1).max(43_200).exactOptional(),
          payload: z.string().max(512).exactOptional(),
        })
        .exactOptional(),
    }),
  }),
  z.looseObject({ type: z.enum(["button", "list", "cta_url"]) }),
]);

const messageSchema = z
  .looseObject({
    messaging_product: z.literal("whatsapp"),
    to: recipientPhone.exactOptional(),
    recipient: z.string().min(1).exactOptional(),
    type: z.string().min(1).default("text"),
    biz_opaque_callback_data: z.string().max(512).exactOptional(),
    template: z
      .looseObject({ name: z.string().min(1), language: z.object({ code: z.string().min(1) }) })
      .exactOptional(),
    interactive: interactiveSchema.exactOptional(),
  })
  .superRefine((message, context) => {
    const missing = (path: string) =>
      context.addIssue({ code: "custom", path: [path], message: `${path} is required` });
    if (message.to === undefined && message.recipient === undefined) missing("to");
    if (message.type === "template" && !message.template) missing("template");
    if (message.type === "interactive" && !message.interactive) missing("interactive");
  });

type Message = z.infer<typeof messageSchema>;

const templateSchema = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "must contain only a-z, 0-9 and _"),
  language: z.string().min(2),
  category: z.enum(["AUTHENTICATION", "MARKETING", "UTILITY"]),
  components: z.array(z.looseObject({ type: z.string().min(1) })).min(1),
});

/** Creates the routes of messages and templates. */
export function createMetaMessageRoutes(world: World): Hono {
  const app = new Hono();

  app.post(`${node}/messages`, async (c) => {
    const number = requireNumber(world, c);
    const message = await parseBody(c, messageSchema);
    const contact = findRecipient(world, message);
    if (!contact) throw new WhatsappError("100", "No user has this id.");
    const asks = isPermissionRequest(number.wabaId, message);
    // Meta documents that a pause of outgoing calls also stops permission requests, but not the error of the request.
    if (asks && world.settings.isRestricted(number, "BUSINESS_INITIATED")) {
      throw new WhatsappError("138014");
    }
    const { type, template, interactive, biz_opaque_callback_data: callbackData } = message;
    const sent = world.messages.send(
      number,
      contact,
      {
        type,
        ...(template && { template }),
        ...(interactive && { interactive }),
        ...(callbackData !== undefined && { callbackData }),
      },
      // Outside the window, a free-form message fails in its webhook.
      { asksPermission: asks, isDirect: false },
    );
    return c.json({
      messaging_product: "whatsapp",
      contacts: [
        {
          input: message.to ?? message.recipient,
          ...(!contact.hidePhone && { wa_id: digits(contact.phone) }),
          user_id: contact.userId,
        },
      ],
      messages: [{ id: sent.wamid, ...(type === "template" && { message_status: "accepted" }) }],
    });
  });

  app.get(`${node}/message_templates`, (c) => {
    const wabaId = requireAccount(world, c);
    const { name, language } = c.req.query();
    const found = world.templates
      .list(wabaId)
      .filter((template) => (name ?? template.name) === template.name)
      .filter((template) => (language ?? template.language) === template.language)
      .map(({ officialTemplateId: id, wabaId: _, ...template }) =>
        pickFields(c, { id, ...template, components: template.components.map(lower) }, [
          ...(["name", "language", "category", "components", "status"] as const),
        ]),
      );
    return c.json(pageOf(found));
  });

  app.post(`${node}/message_templates`, async (c) => {
    const wabaId = requireAccount(world, c);
    const input = await parseBody(c, templateSchema);
    const template = world.templates.create({ wabaId, ...input });
    if (!template) {
      throw new WhatsappError("100", "A template with this name and language already exists.");
    }
    const { officialTemplateId: id, status, category } = template;
    return c.json({ id, status, category });
  });

  return app;

  function isPermissionRequest(wabaId: string, { type, template, interactive }: Message): boolean {
    if (type === "interactive") return interactive?.type === "call_permission_request";
    if (type !== "template" || !template) return false;
    const known = world.templates.get(wabaId, template.name, template.language.code);
    if (known) return asksPermission(known);
    throw new WhatsappError(
      "132001",
      `template name (${template.name}) does not exist in ${template.language.code}`,
    );
  }
}

/** Meta writes the type of the component in lower case in its sample of a permission request's template. */
const lower = (component: { type: string }) =>
  component.type === "CALL_PERMISSION_REQUEST"
    ? { ...component, type: "call_permission_request" }
    : component;
