import * as z from "zod";
import { permissionLimits } from "../rules/permissionLimits.ts";
import {
  type CallPermission,
  callPermissionStatuses,
  requestStatuses,
} from "../vocabulary/callPermission.ts";

const time = z.string().meta({ format: "date-time" });
const { warning, revocation } = permissionLimits.unanswered;

/** The `CallPermission` in the responses of the routes. */
export const permissionSchema = z
  .object({
    status: z.enum(callPermissionStatuses),
    expires_at: time.nullable().describe("When a temporary permission ends."),
    source: z
      .string()
      .nullable()
      .describe(
        "The origin of the newest answer: `user_action`, `automatic`, `provider` (a refusal of the provider), or another value of WhatsApp.",
      ),
    decided_at: time.nullable().describe("When the contact or WhatsApp gave the newest answer."),
    request: z
      .object({
        id: z.string().meta({ format: "uuid" }),
        message_id: z.string().nullable(),
        requested_at: time,
        status: z.enum(requestStatuses),
        error_code: z.string().nullable(),
      })
      .nullable()
      .describe("The newest request."),
    requests: z.object({
      left: z.number().describe("The number of requests that WhatsApp accepts now."),
      next_at: time.nullable().describe("If none is left: when WhatsApp accepts the next request."),
    }),
    unanswered_calls: z
      .number()
      .describe(
        `Our calls without a pickup since the last connected call. WhatsApp warns the contact at ${warning} and revokes the permission at ${revocation}.`,
      ),
    may_call: z.boolean(),
  })
  .meta({
    id: "CallPermission",
    description: "Whether a contact may be called from one of our numbers.",
  }) satisfies z.ZodType<CallPermission>;
