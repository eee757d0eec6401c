import { Hono } from "hono";
import * as z from "zod";
import { WhatsappError } from "../../calls/whatsappErrors.ts";
import type { World } from "../../createWorld.ts";
import type { LimitUse } from "../../parties/permissions.ts";
import { findRecipient, node, recipientPhone, requireNumber } from "./nodes.ts";

const querySchema = z.object({
  user_wa_id: recipientPhone.optional(),
  recipient: z.string().min(1).optional(),
});

const dayMs = 86_400_000;

/** Creates the route that tells whether the business may call a user, and may ask for the permission. */
export function createMetaPermissionRoutes(world: World): Hono {
  const { permissions, settings } = world;
  const app = new Hono();

  app.get(`${node}/call_permissions`, (c) => {
    const business = requireNumber(world, c);
    const query = querySchema.safeParse(c.req.query());
    const contact =
      query.success &&
      findRecipient(world, { to: query.data.user_wa_id, recipient: query.data.recipient });
    if (!contact) {
      throw new WhatsappError("100", "user_wa_id must be a phone number, or recipient a user id.");
    }
    const consent = permissions.consentOf(business, contact);
    const { requests, calls } = permissions.limitsOf(business, contact);
    const isPaused = settings.isRestricted(business, "BUSINESS_INITIATED");
    const isEnabled = settings.of(business).calling.status === "ENABLED";
    const isOpen = (uses: readonly LimitUse[]) => uses.every(({ until }) => until === null);
    return c.json({
      messaging_product: "whatsapp",
      permission: viewConsent(consent),
      actions: [
        {
          action_name: "send_call_permission_request",
          can_perform_action: consent?.until !== null && !isPaused && isOpen(requests),
          limits: requests.map(viewLimit),
        },
        {
          action_name: "start_call",
          can_perform_action: consent !== undefined && isEnabled && !isPaused && isOpen(calls),
          limits: calls.map(viewLimit),
        },
      ],
    });
  });

  return app;
}

function viewConsent(consent: { until: number | null } | undefined) {
  if (!consent) return { status: "no_permission" };
  if (consent.until === null) return { status: "permanent" };
  return { status: "temporary", expiration_time: Math.floor(consent.until / 1000) };
}

function viewLimit({ ms, most, used, until }: LimitUse) {
  return {
    time_period: ms === dayMs ? "PT24H" : `P${ms / dayMs}D`,
    max_allowed: most,
    current_usage: used,
    ...(until !== null && { limit_expiration_time: Math.ceil(until / 1000) }),
  };
}
