import { type Context, Hono } from "hono";
import * as z from "zod";
import { requireCallable } from "../../calls/requireCallable.ts";
import { WhatsappError } from "../../calls/whatsappErrors.ts";
import type { World } from "../../createWorld.ts";
import { ApiError } from "../../http/apiError.ts";
import { dialWithFaults, type NodeEnv } from "../../http/dialWithFaults.ts";
import { parseBody, phoneSchema } from "../../http/parseBody.ts";
import { requireNumber } from "./requireNumber.ts";

const stepSchema = z.object({ phoneId: z.string().min(1), wacid: z.string().min(1) });
const answerSchema = stepSchema.extend({ sdpType: z.literal("answer"), sdp: z.string().min(1) });
const connectSchema = z
  .object({
    from: phoneSchema,
    to: phoneSchema.optional(),
    recipient: z.string().min(1).optional(),
    sdpType: z.literal("offer"),
    sdp: z.string().min(1),
  })
  .refine(({ to, recipient }) => to ?? recipient, {
    path: ["to"],
    message: "to or recipient is required",
  });
/** Applications that follow the integration guide may omit `from` or send a phone id in it, and may omit the `+` of `to`. */
const clickToCallSchema = z.object({
  from: z.string().min(1).optional(),
  to: z.string().regex(/^\+?[1-9]\d{6,14}$/, "must be a phone number with its country code"),
  type: z.literal("voice"),
});

/** Creates the routes of calls and media files under `/v2/whatsapp/calls`, and of click-to-call on the configured path. */
export function createCallRoutes(world: World): Hono<NodeEnv> {
  const { flow } = world;
  const app = new Hono<NodeEnv>();

  app.post("/v2/whatsapp/calls/connect", (c) =>
    dialWithFaults(
      c,
      world,
      async () => {
        const { from, to, recipient, sdp } = await parseBody(c, connectSchema);
        const number = requireNumber(world, from);
        const contact =
          to === undefined ? world.contacts.ofUserId(recipient ?? "") : world.contacts.ofPhone(to);
        if (!contact) throw new WhatsappError("138001", "No user has this id.");
        requireCallable(world, number, contact);
        return flow.dial(number, contact, sdp);
      },
      ({ wacid }) => ({ success: true, wacid }),
    ),
  );

  app.post(world.options.clickToCallPath, (c) =>
    dialWithFaults(
      c,
      world,
      async () => {
        const { from, to } = await parseBody(c, clickToCallSchema);
        const number = requireNumber(
          world,
          from ?? world.numbersOf("ycloud")[0]?.phoneNumber ?? "",
        );
        const contact = world.contacts.ofPhone(to.startsWith("+") ? to : `+${to}`);
        requireCallable(world, number, contact);
        return flow.dial(number, contact, null);
      },
      ({ wacid, business, contact }) => ({
        id: wacid,
        status: "initiated",
        from: business.phoneNumber,
        to: contact.phone,
      }),
    ),
  );

  app.post("/v2/whatsapp/calls/preAccept", async (c) => {
    const { call, sdp } = await step(c, answerSchema);
    await flow.preAccept(call, sdp);
    return c.json({ success: true, wacid: call.wacid });
  });

  app.post("/v2/whatsapp/calls/accept", async (c) => {
    const { call, sdp } = await step(c, answerSchema);
    await flow.accept(call, sdp);
    return c.json({ success: true, wacid: call.wacid });
  });

  app.post("/v2/whatsapp/calls/reject", async (c) => {
    const { call } = await step(c, stepSchema);
    flow.reject(call);
    return c.json({ success: true, wacid: call.wacid });
  });

  app.post("/v2/whatsapp/calls/terminate", async (c) => {
    const { call } = await step(c, stepSchema);
    flow.terminate(call);
    return c.json({ success: true, wacid: call.wacid });
  });

  app.get("/v2/whatsapp/calls/media/:id", async (c) => {
    if (c.req.header("range")?.trim()) {
      throw new ApiError(400, "BAD_REQUEST", "Range requests are not supported.");
    }
    const file = await world.media.get("ycloud", c.req.param("id"));
    if (!file) throw new ApiError(404, "NOT_FOUND", "The media asset does not exist.");
    return c.body(file.bytes, 200, {
      "Content-Type": file.type,
      "Content-Disposition": `attachment; filename="${file.name}"`,
      "Accept-Ranges": "none",
    });
  });

  return app;

  async function step<S extends typeof stepSchema>(c: Context, schema: S) {
    const body = await parseBody(c, schema);
    const call = world.calls.get(body.wacid);
    if (call?.business.provider !== "ycloud")
      throw new ApiError(404, "NOT_FOUND", "The call does not exist.", { target: "wacid" });
    if (call.business.id !== body.phoneId) {
      throw new ApiError(400, "PARAM_NOT_MATCH", "The call does not belong to this phoneId.", {
        target: "phoneId",
      });
    }
    return { ...body, call };
  }
}
