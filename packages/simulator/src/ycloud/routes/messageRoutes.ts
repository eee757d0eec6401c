import { type Context, Hono } from "hono";
import * as z from "zod";
import { WhatsappError } from "../../calls/whatsappErrors.ts";
import type { World } from "../../createWorld.ts";
import { ApiError } from "../../http/apiError.ts";
import { parseBody, phoneSchema } from "../../http/parseBody.ts";
import { asksPermission } from "../../parties/templates.ts";
import { viewMessage } from "../events/messageEvents.ts";
import { requireNumber } from "./requireNumber.ts";

const messageSchema = z
  .object({
    from: phoneSchema,
    to: phoneSchema.exactOptional(),
    recipient: z.string().min(1).exactOptional(),
    type: z.string().min(1),
    externalId: z.string().exactOptional(),
    template: z
      .looseObject({ name: z.string().min(1), language: z.object({ code: z.string().min(1) }) })
      .exactOptional(),
    interactive: z.looseObject({ type: z.string().min(1) }).exactOptional(),
  })
  .superRefine((message, context) => {
    const missing = (path: string) =>
      context.addIssue({ code: "custom", path: [path], message: `${path} is required` });
    if ((message.to === undefined) === (message.recipient === undefined)) missing("to");
    if (message.type === "template" && !message.template) missing("template");
    if (message.type === "interactive" && !message.interactive) missing("interactive");
  });

type Message = z.infer<typeof messageSchema>;

const templateSchema = z.object({
  wabaId: z.string().min(1),
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "must contain only a-z, 0-9 and _"),
  language: z.string().min(2),
  category: z.enum(["AUTHENTICATION", "MARKETING", "UTILITY"]),
  components: z.array(z.looseObject({ type: z.string().min(1) })).min(1),
});

/** Creates the routes of messages and templates. */
export function createMessageRoutes(world: World): Hono {
  const app = new Hono();

  app.post("/v2/whatsapp/messages", (c) => send(c, { isDirect: false }));
  app.post("/v2/whatsapp/messages/sendDirectly", (c) => send(c, { isDirect: true }));
  app.post("/v2/whatsapp/templates", async (c) => {
    const input = await parseBody(c, templateSchema);
    if (input.wabaId !== world.options.wabaId) {
      throw new ApiError(
        403,
        "WHATSAPP_WABA_UNAVAILABLE",
        "The WABA does not belong to this account.",
      );
    }
    const template = world.templates.create(input);
    if (!template) throw new ApiError(409, "ALREADY_EXISTS", "The template already exists.");
    return c.json(template);
  });

  return app;

  async function send(c: Context, { isDirect }: { isDirect: boolean }) {
    const message = await parseBody(c, messageSchema);
    const number = requireNumber(world, message.from);
    const contact = message.to
      ? world.contacts.ofPhone(message.to)
      : world.contacts.ofUserId(message.recipient ?? "");
    if (!contact)
      throw new ApiError(404, "NOT_FOUND", "No user has this id.", { target: "recipient" });
    const asksPermission = isPermissionRequest(message);
    // Meta documents that a pause of outgoing calls also stops permission requests, but not the error of the request.
    if (asksPermission && world.settings.isRestricted(number, "BUSINESS_INITIATED")) {
      throw new WhatsappError("138014");
    }
    const { from: _, externalId, ...content } = message;
    const sent = world.messages.send(
      number,
      contact,
      { ...content, ...(externalId !== undefined && { callbackData: externalId }) },
      { asksPermission, isDirect },
    );
    return c.json(viewMessage(sent));
  }

  function isPermissionRequest({ type, template, interactive }: Message): boolean {
    if (type === "interactive") return interactive?.type === "call_permission_request";
    if (type !== "template" || !template) return false;
    const known = world.templates.get(world.options.wabaId, template.name, template.language.code);
    if (known) return asksPermission(known);
    throw new ApiError(
      403,
      "WHATSAPP_TEMPLATE_UNAVAILABLE",
      "The template does not exist in this language. Create it with POST /v2/whatsapp/templates.",
      { target: "template" },
    );
  }
}
