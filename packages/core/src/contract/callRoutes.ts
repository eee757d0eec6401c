import * as z from "zod";
import { callHoursSchema } from "../availability/callHoursSchema.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import { availabilitySchema } from "./availabilitySchema.ts";
import { callSchema } from "./callSchema.ts";
import {
  contactFields,
  namesOneContact,
  oneContact,
  optionalText,
  optionalUuid,
  phoneToCall,
} from "./contactFields.ts";
import {
  bodyErrors,
  generalErrors,
  phoneErrors,
  providerErrors,
  readingErrors,
  storageErrors,
} from "./errorGroups.ts";
import { mediaSchema } from "./mediaSchema.ts";
import { permissionSchema } from "./permissionSchema.ts";
import { json, type Routes, raw } from "./route.ts";

const dialBody = z
  .object({
    ...contactFields,
    lead_id: optionalUuid,
    id: optionalUuid.describe(
      "A uuid that the client chooses for the call. A second request with the same uuid returns the same call and does not dial.",
    ),
    sdp: optionalText.describe(
      "The browser's SDP offer. Without it, the provider must support click-to-call.",
    ),
  })
  .refine(namesOneContact, oneContact);

const requestBody = z
  .object({
    ...contactFields,
    id: optionalUuid.describe(
      "A uuid that the client chooses for the request. A second request with the same uuid sends no message.",
    ),
  })
  .refine(namesOneContact, oneContact);

const permissionQuery = z
  .object({
    ...contactFields,
    // A `+` that is not encoded arrives as a space.
    to: z
      .string()
      .optional()
      .transform((text) => text?.replace(/^ (?=\d)/, "+"))
      .describe(phoneToCall.description ?? ""),
  })
  .refine(namesOneContact, oneContact);

const answerBody = z.object({
  sdp: z
    .string()
    .describe(
      "The browser's SDP answer. It begins with `v=0`. Send the same SDP to claim, pre-accept and accept.",
    ),
});

const ok = z.literal(true);
const callAnswer = { 200: json("The current call.", z.object({ ok, call: callSchema })) };
const dialled = z.object({
  ok,
  call_id: z.string().describe("The call's `call_id`."),
  call: callSchema,
});

const permissionAnswer = z.object({ ok, permission: permissionSchema });

/** Errors of the choice of the contact and of the number to use. */
const pairErrors = [
  ...phoneErrors,
  "invalid_request",
  "no_branch",
  "inbox_required",
  "inbox_not_found",
  "business_number_missing",
] as const;
/** Errors of the choice of one of our numbers. */
const inboxErrors = ["invalid_request", "no_branch", "inbox_required", "inbox_not_found"] as const;
const seenInbox = optionalUuid.describe(
  "The id of the WhatsApp number. Without it: the only number of the agent's branch.",
);
const iceServer = z.object({
  urls: z.array(z.string()).describe("Such as `turn:turn.example.com:3478`."),
  username: z.exactOptional(z.string()),
  credential: z.exactOptional(z.string()),
});

const callErrors = [...generalErrors, "call_not_found"] as const;
const steerErrors = [...callErrors, "business_number_missing", ...providerErrors] as const;
const claimErrors = [
  ...callErrors,
  ...bodyErrors,
  "answering_unsupported",
  "sdp_invalid",
  "already_claimed",
  "not_ringing",
] as const;
const answerErrors = [...claimErrors, "business_number_missing", ...providerErrors] as const;

/**
 * The routes of the edge function `whatsapp-call`. The handler, the types of the client and the OpenAPI document are
 * generated from this table.
 */
export const callRoutes = {
  "POST /": {
    summary: "Dial a contact",
    description:
      'Takes `to` or `recipient`. `null` and `""` have the same meaning as an absent value.',
    body: dialBody,
    answers: {
      200: json(
        "This request, or an earlier request with the same `id`, dialled the contact.",
        dialled,
      ),
      202: json(
        "The provider's response did not arrive or was unclear. The call's row will show whether the contact was dialled.",
        dialled.extend({ outcome: z.literal("ambiguous") }),
      ),
    },
    errors: [
      ...generalErrors,
      ...readingErrors,
      ...pairErrors,
      "lead_not_found",
      "call_id_taken",
      "consent_required",
      "sdp_required",
      "sdp_unsupported",
      "sdp_invalid",
      "click_to_call_unavailable",
      ...providerErrors,
    ],
  },
  "GET /permissions": {
    summary: "Read whether a contact may be called",
    description:
      "The number is chosen as for dialling. An expired permission has the status `none`, without any delay.",
    query: permissionQuery,
    answers: { 200: json("The current permission.", permissionAnswer) },
    errors: [...generalErrors, ...pairErrors, ...providerErrors],
  },
  "POST /permissions": {
    summary: "Ask a contact for the permission to be called",
    description:
      "Sends the configured template or, without one, a free-form message, which WhatsApp accepts only within 24 hours after the contact wrote.",
    body: requestBody,
    answers: {
      200: json(
        "This request, or an earlier request with the same `id`, sent the message.",
        permissionAnswer,
      ),
      202: json(
        "The provider's response did not arrive or was unclear. The permission's `request` will show whether the message was sent.",
        permissionAnswer.extend({ outcome: z.literal("ambiguous") }),
      ),
    },
    errors: [
      ...generalErrors,
      ...readingErrors,
      ...pairErrors,
      "request_id_taken",
      "permission_requests_unsupported",
      ...providerErrors,
    ],
  },
  "GET /ice-servers": {
    summary: "Fetch the STUN and TURN servers",
    description:
      "The list is empty if no server is configured. Fetch the list again before the credentials expire.",
    answers: {
      200: json(
        "The servers, in the form of `RTCPeerConnection`.",
        z.object({
          ok,
          ice_servers: z.array(iceServer),
          expires_at: z.iso
            .datetime()
            .nullable()
            .describe("When the credentials expire, by the server's clock; null if they do not."),
          seconds: z
            .number()
            .nullable()
            .describe("The seconds until `expires_at`, for clients whose clock may be wrong."),
        }),
      ),
    },
    errors: generalErrors,
  },
  "POST /{id}/claim": {
    summary: "Claim an incoming call",
    description: `The first agent to claim the call gets it. The agent may repeat the claim with the same SDP. A claim expires after ${timeLimits.claim} s if the agent does not accept the call.`,
    body: answerBody,
    answers: callAnswer,
    errors: claimErrors,
  },
  "POST /{id}/pre-accept": {
    summary: "Set up the media of a claimed call",
    body: answerBody,
    answers: callAnswer,
    errors: answerErrors,
  },
  "POST /{id}/accept": {
    summary: "Answer a call",
    body: answerBody,
    answers: callAnswer,
    errors: answerErrors,
  },
  "POST /{id}/reject": {
    summary: "Refuse an incoming call for all agents",
    answers: callAnswer,
    errors: [...steerErrors, "already_claimed", "not_ringing"],
  },
  "POST /{id}/hangup": {
    summary: "Hang up",
    description:
      "Only the agent of the call may hang up. While the call is still being dialled, the hang-up is stored and carried out later.",
    answers: callAnswer,
    errors: [...steerErrors, "forbidden"],
  },
  "GET /availability": {
    summary: "Tell whether a number may call and be called",
    description: `The response says what is known; WhatsApp decides at each call. The settings are read again if the last reading is older than ${timeLimits.settings} s.`,
    query: z.object({ inbox_id: seenInbox }),
    answers: {
      200: json("What is known.", z.object({ ok, availability: availabilitySchema })),
    },
    errors: [...generalErrors, ...inboxErrors],
  },
  "GET /call-hours": {
    summary: "Read the business hours of a number",
    query: z.object({ inbox_id: seenInbox }),
    answers: {
      200: json(
        "The hours, and whether this agent may set them.",
        z.object({
          ok,
          inbox_id: z.string().meta({ format: "uuid" }),
          hours: callHoursSchema
            .nullable()
            .describe("Those of the number or, if it has none, those that the provider has."),
          may_set: z.boolean(),
        }),
      ),
    },
    errors: [...generalErrors, ...inboxErrors],
  },
  "POST /call-hours": {
    summary: "Set the business hours of a number",
    description:
      "Calls outside of the hours still ring, and are recorded as such. The hours are written to the provider too, if it has them. The deployment decides which agents may set hours; by default, none may.",
    body: z.object({
      inbox_id: seenInbox,
      hours: callHoursSchema.nullable().describe("Null deletes the hours."),
    }),
    answers: {
      200: json(
        "The hours are stored.",
        z.object({
          ok,
          hours: callHoursSchema.nullable(),
          provider: z
            .enum(["saved", "unsupported", "failed"])
            .describe(
              "`unsupported`: the provider has no such setting. `failed`: the provider refused, and contacts see the former hours.",
            ),
        }),
      ),
    },
    errors: [...generalErrors, ...bodyErrors, ...inboxErrors, "forbidden"],
  },
  "GET /{id}/recording": {
    summary: "Fetch the recording",
    description:
      "From our storage if it is there, otherwise from the provider. A `Range` works only with a storage that supports it.",
    answers: {
      200: raw("The recording.", "audio/*", "application/octet-stream"),
      206: raw("The part of the recording that `Range` names.", "audio/*"),
      302: raw("The address of the recording is in `Location`."),
    },
    errors: [...callErrors, ...providerErrors, ...storageErrors, "recording_not_found"],
  },
  "POST /{id}/recording": {
    summary: "Store the recording and the transcript now",
    description:
      "After failed attempts, the next one starts only after a pause. This request ends the pause, and also allows another attempt after the last one.",
    answers: {
      200: json(
        "The state of the recording and the transcript.",
        z.object({ ok, media: mediaSchema.array() }),
      ),
    },
    errors: [...callErrors, "recording_not_found"],
  },
  "GET /{id}/transcript": {
    summary: "Fetch the transcript",
    answers: {
      200: raw("WhatsApp's document, or plain text.", "application/json", "text/plain"),
      206: raw("The part that `Range` names.", "application/json", "text/plain"),
    },
    errors: [...callErrors, ...providerErrors, ...storageErrors, "transcript_not_found"],
  },
} as const satisfies Routes;

export type CallRoutes = typeof callRoutes;
export type CallRoute = keyof CallRoutes;
