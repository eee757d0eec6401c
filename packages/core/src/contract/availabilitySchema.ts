import * as z from "zod";
import {
  type AvailabilityReasonCode,
  availabilityReasonCodes,
} from "../availability/availabilityReasons.ts";
import { callHoursSchema } from "../availability/callHoursSchema.ts";
import type { Availability } from "../availability/deriveAvailability.ts";

const time = z.string().nullable().meta({ format: "date-time" });
const pickup = z.object({
  incoming: z.number().describe("The incoming calls that were answered or are over."),
  answered: z.number(),
  rate: z.number().nullable().describe("`answered / incoming`; null without incoming calls."),
});

/** The `availability` in the response of `GET /availability`. */
export const availabilitySchema = z
  .object({
    inbox_id: z.string().nullable().meta({ format: "uuid" }),
    may_call: z.boolean().describe("False if a known fact prevents outgoing calls."),
    may_be_called: z.boolean().describe("False if a known fact prevents incoming calls."),
    reasons: z
      .array(
        z.object({
          code: z.enum(
            availabilityReasonCodes as [AvailabilityReasonCode, ...AvailabilityReasonCode[]],
          ),
          until: time.describe("Null if no end is known."),
        }),
      )
      .describe("What prevents calls, and what agents should know. New codes may be added."),
    until: time.describe(
      "The end of everything that prevents calls; null if nothing does, or if an end is not known.",
    ),
    country: z.string().nullable().describe("The country of the business number."),
    hours: callHoursSchema.nullable(),
    is_open: z.boolean().nullable().describe("Null without hours."),
    pickup: z.object({
      days7: pickup,
      days30: pickup,
      warning: z.boolean().describe("True if too few incoming calls are answered."),
    }),
    messaging_limit: z.string().nullable().describe("WhatsApp's word, such as `TIER_2K`."),
    updated_at: time.describe("The time of the newest fact from the provider."),
  })
  .meta({
    id: "Availability",
    description: "Whether a WhatsApp number may call and be called, as far as it is known.",
  }) satisfies z.ZodType<Availability>;
