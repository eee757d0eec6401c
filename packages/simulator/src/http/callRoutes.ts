import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import * as z from "zod";
import type { BusinessNumber, SimCall } from "../calls/calls.ts";
import { createWhatsappError, type WhatsappErrorCode } from "../calls/whatsappErrors.ts";
import type { World } from "../createWorld.ts";
import type { SimContact } from "../parties/contacts.ts";
import { ApiError } from "./apiError.ts";
import { parseBody, phoneSchema } from "./parseBody.ts";

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

/** How long a `slow` response waits for the webhook, which must arrive first. */
const slowestMs = 5_000;

type Env = { Bindings: HttpBindings };

/** Creates the routes of calls and media files under `/v2/whatsapp/calls`, and of click-to-call on the configured path. */
export function createCallRoutes(world: World): Hono<Env> {
  const { flow, timers } = world;
  const app = new Hono<Env>();

  app.post("/v2/whatsapp/calls/connect", (c) =>
    dial(
      c,
      async () => {
        const { from, to, recipient, sdp } = await parseBody(c, connectSchema);
        const number = requireNumber(from);
        const contact =
          to === undefined ? world.contacts.ofUserId(recipient ?? "") : world.contacts.ofPhone(to);
        if (!contact) throw createWhatsappError("138001", "No user has this id.");
        requireCallable(number, contact);
        return flow.dial(number, contact, sdp);
      },
      ({ wacid }) => ({ success: true, wacid }),
    ),
  );

  app.post(world.options.clickToCallPath, (c) =>
    dial(
      c,
      async () => {
        const { from, to } = await parseBody(c, clickToCallSchema);
        const number = requireNumber(from ?? world.options.numbers[0]?.phoneNumber ?? "");
        const contact = world.contacts.ofPhone(to.startsWith("+") ? to : `+${to}`);
        requireCallable(number, contact);
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
    const file = await world.media.get(c.req.param("id"));
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
    if (!call)
      throw new ApiError(404, "NOT_FOUND", "The call does not exist.", { target: "wacid" });
    if (call.business.id !== body.phoneId) {
      throw new ApiError(400, "PARAM_NOT_MATCH", "The call does not belong to this phoneId.", {
        target: "phoneId",
      });
    }
    return { ...body, call };
  }

  function requireNumber(phone: string): BusinessNumber {
    const number = world.numberOf(phone);
    if (number) return number;
    throw new ApiError(
      403,
      "WHATSAPP_PHONE_NUMBER_UNAVAILABLE",
      "The number does not belong to this account.",
      { target: "from" },
    );
  }

  function requireCallable(number: BusinessNumber, contact: SimContact) {
    if (world.settings.of(number).calling.status === "DISABLED") {
      throw createWhatsappError("138000", "Calling is disabled in the number's settings.");
    }
    if (world.settings.isRestricted(number, "BUSINESS_INITIATED")) {
      throw createWhatsappError("138014", "WhatsApp has paused the number's outgoing calls.");
    }
    if (!world.permissions.consentOf(number, contact)) {
      throw createWhatsappError("138006", "The user has not allowed calls.");
    }
  }

  /** Dials, with the fault that `connectError` names. */
  async function dial(
    c: Context<Env>,
    makeCall: () => Promise<{ call: SimCall; announced: Promise<void> }>,
    answer: (call: SimCall) => object,
  ): Promise<Response> {
    const fault = world.faults.connectError;
    if (fault === "500") throw serverError();
    if (fault === "429") {
      throw new ApiError(429, "TOO_MANY_REQUESTS", "Too many requests.", { retryAfter: 1 });
    }
    if (fault !== null && /^\d+$/.test(fault))
      throw createWhatsappError(fault as WhatsappErrorCode);
    const { call, announced } = await makeCall();
    switch (fault) {
      case "500_after":
        throw serverError();
      case "cut_after":
        c.env.incoming.socket.destroy();
        break;
      case "timeout_after":
        // There is no response. The client's timeout or the end of the simulator closes the connection.
        return new Promise<never>(() => {});
      case "slow":
        await Promise.race([announced, timers.wait(slowestMs)]);
        break;
    }
    return c.json(answer(call));
  }
}

function serverError(): ApiError {
  return new ApiError(500, "INTERNAL_SERVER_ERROR", "An unexpected error occurred.");
}
