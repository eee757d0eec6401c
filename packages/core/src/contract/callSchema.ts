import * as z from "zod";
import { loggedCallId, pendingCallId } from "../rules/callIds.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import {
  callDirections,
  callStatuses,
  directionSources,
  endCauses,
  endReasons,
} from "../vocabulary/callStatus.ts";

const text = z.string().nullable();
/** A time in ISO 8601. Databases write times with an offset. */
const time = z.string().nullable().meta({ format: "date-time" });
const uuid = z.string().nullable().meta({ format: "uuid" });

/** The `Call` in the responses of the routes. A row may have more columns than this schema. */
export const callSchema = z
  .object({
    id: z.string().meta({ format: "uuid" }),
    call_id: z.string().meta({
      description: `The provider's id of the call; \`${pendingCallId("<id>")}\` until that id is known, \`${loggedCallId("<id>")}\` for a call that an agent logged by hand.`,
    }),
    provider_call_id: text,
    status: z.enum(callStatuses),
    end_reason: z.enum(endReasons).nullable(),
    contact_name: text,
    user_id: uuid,
    branch_id: uuid,
    inbox_id: uuid,
    outside_hours: z.boolean().nullable().meta({
      description:
        "Whether an incoming call began outside of the inbox's business hours; null if the inbox has none.",
    }),
    lead_id: uuid,
    notes: text,
    claimed_by: uuid,
    claimed_at: time,
    created_at: z.string().meta({ format: "date-time" }),
    updated_at: z.string().meta({ format: "date-time" }),
    provider: text,
    direction: z.enum(callDirections).nullable(),
    direction_source: z.enum(directionSources).nullable(),
    started_at: time,
    ringing_at: time,
    answered_at: time,
    declined_at: time,
    rejected_at: time,
    hangup_at: time,
    unclear_at: time.meta({
      description:
        "The time at which our server found the provider's response to the dial request missing or unclear.",
    }),
    ended_at: time,
    expired_at: time,
    duration_seconds: z
      .number()
      .meta({ description: "Whole seconds; 0 if the duration is not known." }),
    end_cause: z.enum(endCauses).nullable(),
    error_code: text,
    contact_phone: text.meta({
      description: "E.164; null if only the contact's user id is known.",
    }),
    contact_user_id: text,
    contact_profile_name: text,
    business_phone: text,
    provider_phone_id: text,
    cta_payload: text.meta({
      description: "The payload of the call button that the contact used to call.",
    }),
    deeplink_payload: text.meta({
      description: "The payload of the call link that the contact used to call.",
    }),
    recording_asset: text,
    recording_at: time,
    recording_url: text,
    transcript_asset: text,
    transcript_at: time,
    transcript: text,
  })
  .meta({ id: "Call", description: "A row of `whatsapp_calls`." }) satisfies z.ZodType<Call>;
