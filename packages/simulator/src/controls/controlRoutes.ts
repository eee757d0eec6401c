import { type Context, Hono } from "hono";
import * as z from "zod";
import { viewCall } from "../calls/calls.ts";
import { faultsSchema } from "../calls/faults.ts";
import type { World } from "../createWorld.ts";
import { ApiError } from "../http/apiError.ts";
import { parseBody, phoneSchema } from "../http/parseBody.ts";
import { voices } from "../media/farEnd.ts";
import { contactSchema } from "../parties/contacts.ts";
import { requireBusiness } from "./requireBusiness.ts";

/** The longest payload of a call button or a call link, in characters (Meta, "Call button messages and deep links"). */
const longestPayload = 512;

const callSchema = z.strictObject({
  from: phoneSchema,
  to: phoneSchema,
  /** `ringMs`, `talkMs` and `voice` replace the contact's settings for this call. */
  ringMs: contactSchema.shape.ringMs,
  talkMs: contactSchema.shape.talkMs,
  voice: contactSchema.shape.voice,
  /** The payload of the call button, or of the call link, that the user has used. Only Meta's webhooks have it. */
  ctaPayload: z.string().max(longestPayload).exactOptional(),
  deeplinkPayload: z.string().max(longestPayload).exactOptional(),
});
const voiceSchema = z.strictObject({ voice: z.enum(voices) });
/** `?last=20` returns the newest 20. */
const listSchema = z.object({ last: z.coerce.number().int().min(1).optional() });

/** Creates the routes under `/_sim` that control calls and the network. */
export function createControlRoutes(world: World): Hono {
  const app = new Hono();

  app.get("/_sim", (c) =>
    c.json({
      businessPhones: world.options.numbers.map(({ phoneNumber }) => phoneNumber),
      providers: Object.fromEntries(
        world.options.numbers.map(({ phoneNumber, provider }) => [phoneNumber, provider]),
      ),
      media: world.options.hasMedia,
    }),
  );
  app.post("/_sim/calls", async (c) => {
    const { from, to, ctaPayload, deeplinkPayload, ...behaviour } = await parseBody(c, callSchema);
    const number = requireBusiness(world, to, "to");
    if (world.settings.of(number).calling.status === "DISABLED") {
      throw new ApiError(409, "CALLING_DISABLED", "Calling is disabled in the number's settings.");
    }
    if (world.settings.isRestricted(number, "USER_INITIATED")) {
      throw new ApiError(409, "CALLING_RESTRICTED", "WhatsApp has paused incoming calls.");
    }
    const call = await world.flow.callBusiness(world.contacts.ofPhone(from), number, behaviour, {
      ...(ctaPayload !== undefined && { ctaPayload }),
      ...(deeplinkPayload !== undefined && { deeplinkPayload }),
    });
    return c.json({ wacid: call.wacid }, 201);
  });
  app.get("/_sim/calls", (c) => c.json({ calls: newest(c, world.calls.values()).map(viewCall) }));
  app.get("/_sim/calls/:wacid", (c) => c.json(viewCall(requireCall(c.req.param("wacid")))));
  app.post("/_sim/calls/:wacid/answer", (c) => {
    const call = requireCall(c.req.param("wacid"));
    world.flow.answer(call);
    return c.json(viewCall(call));
  });
  app.post("/_sim/calls/:wacid/hangup", (c) => {
    const call = requireCall(c.req.param("wacid"));
    world.flow.hangUp(call);
    return c.json(viewCall(call));
  });
  app.put("/_sim/calls/:wacid/voice", async (c) => {
    const call = requireCall(c.req.param("wacid"));
    const { voice } = await parseBody(c, voiceSchema);
    world.flow.speak(call, voice);
    return c.json(viewCall(call));
  });

  app.get("/_sim/deliveries", (c) => c.json({ deliveries: newest(c, world.deliveries.list()) }));
  app.get("/_sim/faults", (c) => c.json(world.faults));
  app.put("/_sim/faults", async (c) => {
    world.setFaults(await parseBody(c, faultsSchema));
    return c.json(world.faults);
  });
  app.post("/_sim/reset", (c) => {
    world.reset();
    return c.json({ ok: true });
  });

  return app;

  function newest<T>(c: Context, items: readonly T[]): readonly T[] {
    const query = listSchema.safeParse(c.req.query());
    if (!query.success) {
      throw new ApiError(400, "PARAM_INVALID", "last must be a whole number above 0.", {
        target: "last",
      });
    }
    const { last } = query.data;
    return last === undefined ? items : items.slice(-last);
  }

  function requireCall(wacid: string) {
    const call = world.calls.get(wacid);
    if (call) return call;
    throw new ApiError(404, "NOT_FOUND", "The call does not exist.");
  }
}
