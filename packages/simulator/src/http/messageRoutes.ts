import { type Context, Hono } from "hono";
import * as z from "zod";
import type { BusinessNumber } from "../calls/calls.ts";
import { createWhatsappError } from "../calls/whatsappErrors.ts";
import type { World } from "../createWorld.ts";
import { createObjectId, createWamid } from "../lib/createIds.ts";
import { consentMs, type SimContact } from "../parties/contacts.ts";
import { asksPermission, type Template } from "../parties/templates.ts";
import { permissionEvent } from "../webhooks/permissionEvent.ts";
import { ApiError } from "./apiError.ts";
import { paginate } from "./paginate.ts";
import { parseBody, phoneSchema } from "./parseBody.ts";

const messageSchema = z
  .object({
    from: phoneSchema,
    to: phoneSchema.optional(),
    recipient: z.string().min(1).optional(),
    type: z.string().min(1),
    externalId: z.string().optional(),
    template: z
      .object({ name: z.string().min(1), language: z.object({ code: z.string().min(1) }) })
      .optional(),
    interactive: z.object({ type: z.string().min(1) }).optional(),
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

/** Creates the routes of messages and templates. A contact replies to a call permission request. */
export function createMessageRoutes(world: World): Hono {
  const { timers } = world;
  const app = new Hono();

  app.post("/v2/whatsapp/messages", send);
  app.post("/v2/whatsapp/messages/sendDirectly", send);
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

  app.get("/v2/whatsapp/templates", (c) => {
    const query = c.req.query();
    const fields = ["wabaId", "name", "language"] as const;
    const isWanted = (template: Template) =>
      fields.every((field) => [undefined, template[field]].includes(query[`filter.${field}`]));
    return c.json(paginate(world.templates.list().filter(isWanted), query));
  });
  app.get("/v2/whatsapp/templates/:wabaId/:name/:language", (c) => {
    const { wabaId, name, language } = c.req.param();
    const template = world.templates.get(name, language);
    if (template?.wabaId === wabaId) return c.json(template);
    throw new ApiError(404, "NOT_FOUND", "The template does not exist in this language.");
  });

  return app;

  async function send(c: Context) {
    const message = await parseBody(c, messageSchema);
    const number = world.numberOf(message.from);
    if (!number) {
      throw new ApiError(
        403,
        "WHATSAPP_PHONE_NUMBER_UNAVAILABLE",
        "The number does not belong to this account.",
        { target: "from" },
      );
    }
    const contact = message.to
      ? world.contacts.ofPhone(message.to)
      : world.contacts.ofUserId(message.recipient ?? "");
    if (!contact)
      throw new ApiError(404, "NOT_FOUND", "No user has this id.", { target: "recipient" });
    const wamid = createWamid(contact.phone.slice(1));
    if (isPermissionRequest(message)) askPermission(number, contact, wamid);
    const { from, to, recipient, type, externalId } = message;
    return c.json({
      id: createObjectId(),
      wamid,
      wabaId: number.wabaId,
      from,
      ...(to !== undefined && { to }),
      ...(recipient !== undefined && { recipient }),
      type,
      ...(externalId !== undefined && { externalId }),
      status: "accepted",
      createTime: new Date(timers.now()).toISOString(),
    });
  }

  function isPermissionRequest({ type, template, interactive }: Message): boolean {
    if (type === "interactive") return interactive?.type === "call_permission_request";
    if (type !== "template" || !template) return false;
    const known = world.templates.get(template.name, template.language.code);
    if (known) return asksPermission(known);
    throw new ApiError(
      403,
      "WHATSAPP_TEMPLATE_UNAVAILABLE",
      "The template does not exist in this language. Create it with POST /v2/whatsapp/templates.",
      { target: "template" },
    );
  }

  /** The contact replies as its `permission` says. Default: it accepts. */
  function askPermission(business: BusinessNumber, contact: SimContact, contextId: string) {
    const { permission = "accept" } = contact;
    if (contact.repliedForGood) throw createWhatsappError("138017");
    if (permission === "none") return;
    timers.start(world.options.timing.signalMs, () => {
      const now = timers.now();
      const isPermanent = permission === "accept_permanent";
      const until = permission === "accept" ? now + consentMs : undefined;
      contact.consent = permission === "reject" ? undefined : { until: until ?? null };
      contact.repliedForGood = isPermanent;
      const reply = {
        response: permission === "reject" ? ("reject" as const) : ("accept" as const),
        isPermanent,
        ...(until !== undefined && { until }),
        contextId,
      };
      void world.emit(permissionEvent({ business, contact }, reply, now), null);
    });
  }
}
