import { announcementLanguages } from "@skale-calls/core";
import { Hono } from "hono";
import * as z from "zod";
import type { CallExtras, SimCall } from "../../calls/calls.ts";
import { requireCallable } from "../../calls/requireCallable.ts";
import { WhatsappError } from "../../calls/whatsappErrors.ts";
import type { World } from "../../createWorld.ts";
import { dialWithFaults, type NodeEnv } from "../../http/dialWithFaults.ts";
import { parseBody } from "../../http/parseBody.ts";
import { longestPurpose } from "../../recording/announcement.ts";
import { findRecipient, node, recipientPhone, requireNumber } from "./nodes.ts";

const product = { messaging_product: z.literal("whatsapp") };
const callbackData = z.string().max(512).exactOptional();

/** What is recorded: enabled, it needs a purpose and the language of the announcement. */
const capture = z
  .object({
    status: z.enum(["ENABLED", "DISABLED"]),
    purpose: z.string().min(1).max(longestPurpose).exactOptional(),
    announcement_language: z.enum(announcementLanguages).exactOptional(),
  })
  .superRefine((given, context) => {
    if (given.status === "DISABLED") return;
    for (const name of ["purpose", "announcement_language"] as const) {
      if (given[name] !== undefined) continue;
      context.addIssue({ code: "custom", path: [name], message: "is required" });
    }
  })
  .transform(({ status }) => status === "ENABLED")
  .exactOptional();

const captures = { recording: capture, transcription: capture };
const session = <T extends string>(type: T) =>
  z.object({ sdp_type: z.literal(type), sdp: z.string().min(1) });
const call_id = z.string().min(1);

const actionSchema = z.discriminatedUnion("action", [
  z
    .object({
      ...product,
      action: z.literal("connect"),
      to: recipientPhone.exactOptional(),
      recipient: z.string().min(1).exactOptional(),
      session: session("offer"),
      biz_opaque_callback_data: callbackData,
      ...captures,
    })
    .refine(({ to, recipient }) => to ?? recipient, {
      path: ["to"],
      message: "to or recipient is required",
    }),
  z.object({
    ...product,
    action: z.literal("pre_accept"),
    call_id,
    session: session("answer"),
  }),
  z.object({
    ...product,
    action: z.literal("accept"),
    call_id,
    session: session("answer"),
    biz_opaque_callback_data: callbackData,
    ...captures,
  }),
  z.object({ ...product, action: z.literal("reject"), call_id }),
  z.object({ ...product, action: z.literal("terminate"), call_id }),
]);

type Action = z.infer<typeof actionSchema>;

/** Creates the route of the five call actions. */
export function createMetaCallRoutes(world: World): Hono<NodeEnv> {
  const { flow } = world;
  const app = new Hono<NodeEnv>();

  app.post(`${node}/calls`, async (c) => {
    const number = requireNumber(world, c);
    const body = await parseBody(c, actionSchema);
    if (body.action === "connect") {
      return dialWithFaults(
        c,
        world,
        async () => {
          const contact = findRecipient(world, body);
          if (!contact) throw new WhatsappError("138001", "No user has this id.");
          requireCallable(world, number, contact);
          const dialled = await flow.dial(number, contact, body.session.sdp);
          Object.assign(dialled.call.extras, extrasOf(body));
          return dialled;
        },
        ({ wacid }) => ({ messaging_product: "whatsapp", calls: [{ id: wacid }] }),
      );
    }
    const call = world.calls.get(body.call_id);
    if (call?.business.id !== number.id) {
      throw new WhatsappError("100", "The call id is invalid for this phone number id.");
    }
    await act(call, body);
    return c.json({ messaging_product: "whatsapp", success: true });
  });

  return app;

  async function act(call: SimCall, body: Exclude<Action, { action: "connect" }>): Promise<void> {
    switch (body.action) {
      case "pre_accept":
        return flow.preAccept(call, body.session.sdp);
      case "accept":
        await flow.accept(call, body.session.sdp);
        Object.assign(call.extras, extrasOf(body));
        return;
      case "reject":
        return flow.reject(call);
      case "terminate":
        return flow.terminate(call);
    }
  }
}

function extrasOf(body: Extract<Action, { action: "connect" | "accept" }>): CallExtras {
  const { biz_opaque_callback_data: callbackData, recording, transcription } = body;
  return {
    ...(callbackData !== undefined && { callbackData }),
    capture: { recording: recording ?? false, transcription: transcription ?? false },
  };
}
