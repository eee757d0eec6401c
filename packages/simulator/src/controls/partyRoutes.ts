import { Hono } from "hono";
import * as z from "zod";
import type { World } from "../createWorld.ts";
import { ApiError } from "../http/apiError.ts";
import { parseBody, phoneSchema } from "../http/parseBody.ts";
import { contactSchema } from "../parties/contacts.ts";
import { numberSchema, restrictionMs } from "../parties/restrictions.ts";
import { requireBusiness } from "./requireBusiness.ts";

const decisionSchema = z.strictObject({
  business: phoneSchema,
  /**
   * `accept`, `reject`: the user replies to the newest request. `accept_permanent`: the same, or without a request a
   * grant from the business profile. `revoke`: the user takes the permission back.
   */
  reply: z.enum(["accept", "accept_permanent", "reject", "revoke"]),
  /** False: WhatsApp sends no event about it. Only for `revoke`. */
  isReported: z.boolean().default(true),
});
const identitySchema = z
  .strictObject({
    business: phoneSchema,
    phone: phoneSchema.exactOptional(),
    userId: z.string().min(1).max(128).exactOptional(),
  })
  .refine(({ phone, userId }) => phone ?? userId, {
    path: ["phone"],
    message: "phone or userId is required",
  });
const writeSchema = z.strictObject({
  from: phoneSchema,
  to: phoneSchema,
  text: z.string().min(1).max(4096).default("Hola"),
});

/** Creates the routes under `/_sim` that control the WhatsApp users, their permissions, and the business's numbers. */
export function createPartyRoutes(world: World): Hono {
  const { contacts, messages, permissions, settings, timers } = world;
  const app = new Hono();

  app.get("/_sim/contacts", (c) => c.json({ contacts: contacts.list() }));
  app.put("/_sim/contacts/:phone", async (c) => {
    const phone = requirePhone(c.req.param("phone"));
    const contact = contacts.describe(phone, await parseBody(c, contactSchema));
    permissions.describe(contact);
    return c.json(contact);
  });

  app.post("/_sim/contacts/:phone/identity", async (c) => {
    const previous = contacts.ofPhone(requirePhone(c.req.param("phone")));
    const { business: phone, ...change } = await parseBody(c, identitySchema);
    const business = requireBusiness(world, phone, "business");
    const contact = contacts.change(previous, change);
    world.dialectOf(business).identity({ business, contact }, previous);
    return c.json(contact);
  });

  app.get("/_sim/contacts/:phone/permission", (c) => {
    const contact = contacts.ofPhone(requirePhone(c.req.param("phone")));
    const business = requireBusiness(world, c.req.query("business") ?? "", "business");
    return c.json(permissions.view(business, contact));
  });
  app.post("/_sim/contacts/:phone/permission", async (c) => {
    const contact = contacts.ofPhone(requirePhone(c.req.param("phone")));
    const { business: phone, reply, isReported } = await parseBody(c, decisionSchema);
    const business = requireBusiness(world, phone, "business");
    const request = permissions.openRequest(business, contact);
    if (reply === "revoke" && !isReported) permissions.decide(business, contact, undefined);
    else if (reply === "revoke") messages.decide(business, contact, "reject");
    else if (request) messages.decide(business, contact, reply, { contextId: request.wamid });
    else if (reply === "accept_permanent") messages.decide(business, contact, reply);
    else throw new ApiError(409, "NO_REQUEST", "The user has no permission request to reply to.");
    return c.json(permissions.view(business, contact));
  });

  app.post("/_sim/messages", async (c) => {
    const { from, to, text } = await parseBody(c, writeSchema);
    messages.write(requireBusiness(world, to, "to"), contacts.ofPhone(from), text);
    return c.json({ ok: true }, 201);
  });

  app.get("/_sim/numbers/:phone", (c) => c.json(viewNumber(c.req.param("phone"))));
  app.put("/_sim/numbers/:phone", async (c) => {
    const phone = requirePhone(c.req.param("phone"));
    const number = requireBusiness(world, phone, "phone");
    const { calling, restriction, restrictedUntil, callbackPermission, standby } = await parseBody(
      c,
      numberSchema,
    );
    const until =
      restrictedUntil === undefined ? timers.now() + restrictionMs : Date.parse(restrictedUntil);
    const state = settings.of(number);
    const isChanged =
      state.calling.status !== calling || state.callbackPermission !== callbackPermission;
    state.calling = { ...state.calling, status: calling };
    state.callbackPermission = callbackPermission;
    state.isStandby = standby;
    state.restriction = restriction && { type: restriction, until };
    const dialect = world.dialectOf(number);
    if (isChanged) dialect.settings(number);
    if (state.restriction) dialect.restriction(number, state.restriction);
    return c.json(viewNumber(phone));
  });

  return app;

  function viewNumber(path: string) {
    const number = requireBusiness(world, requirePhone(path), "phone");
    const { calling, callbackPermission, isStandby } = settings.of(number);
    const restriction = settings.restrictionOf(number);
    return {
      phone: number.phoneNumber,
      calling: calling.status,
      restriction: restriction?.type ?? null,
      restrictedUntil: restriction ? new Date(restriction.until).toISOString() : null,
      callbackPermission,
      standby: isStandby,
    };
  }
}

function requirePhone(path: string): string {
  const text = path.trim();
  const phone = phoneSchema.safeParse(text.startsWith("+") ? text : `+${text}`);
  if (phone.success) return phone.data;
  throw new ApiError(400, "PARAM_INVALID", "The phone in the path is not E.164.");
}
