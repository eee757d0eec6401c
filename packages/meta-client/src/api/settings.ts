import { type CallHours, writeProviderHours } from "@skale-calls/core";
import { callHoursSchema } from "@skale-calls/core/internal";
import {
  checkInput,
  idSchema,
  type Open,
  optional,
  type Transport,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { checkSuccess } from "./checkSuccess.ts";

type Switch = "ENABLED" | "DISABLED";

/** The calling settings to change. What is omitted stays. The names are Meta's. */
export interface CallingSettingsInput {
  /** Calling as a whole. It needs a messaging limit of 2,000 (`not_eligible`). */
  status?: Switch;
  /** Whether WhatsApp shows contacts the call icon. */
  call_icon_visibility?: "DEFAULT" | "DISABLE_ALL";
  /** The countries (ISO 3166-1 alpha-2) of the contacts who see the call icon; an empty list means all. */
  call_icons?: { restrict_to_user_countries: readonly string[] };
  /** The hours in which contacts can call. They replace all hours and holidays; null switches them off. */
  call_hours?: CallHours | null;
  /** Whether WhatsApp asks contacts who called for the permission to call back. */
  callback_permission_status?: Switch;
  /** Codecs besides Opus. */
  audio?: { additional_codecs: readonly ("PCMA" | "PCMU")[] };
}

/** The settings as Meta tells them. `readCallingFacts` of core reads the same into facts. */
export interface CallingSettings {
  status?: Open<Switch> | undefined;
  call_icon_visibility?: Open<"DEFAULT" | "DISABLE_ALL"> | undefined;
  callback_permission_status?: Open<Switch> | undefined;
  call_hours?: unknown;
  restrictions?: unknown;
  [field: string]: unknown;
}

/**
 * A number's calling settings: https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings.
 * Meta enforces them at once; WhatsApp's clients can take 7 days to show them. All methods throw `MetaError`, or `CallsError`
 * for bad input.
 */
export interface SettingsApi {
  /** Returns an empty object if Meta's answer has no calling settings. */
  get(phoneId: string): Promise<CallingSettings>;
  save(phoneId: string, settings: CallingSettingsInput): Promise<void>;
}

const onOff = z.enum(["ENABLED", "DISABLED"]).optional();
const saveInput = z
  .strictObject({
    status: onOff,
    call_icon_visibility: z.enum(["DEFAULT", "DISABLE_ALL"]).optional(),
    call_icons: z
      .strictObject({ restrict_to_user_countries: z.array(z.string().regex(/^[A-Z]{2}$/)) })
      .optional(),
    call_hours: callHoursSchema.nullable().optional(),
    callback_permission_status: onOff,
    audio: z.strictObject({ additional_codecs: z.array(z.enum(["PCMA", "PCMU"])) }).optional(),
  })
  .refine((settings) => Object.values(settings).some((value) => value !== undefined), {
    error: "there is nothing to change",
  });

const settingsAnswer = z.looseObject({
  calling: optional(
    z.looseObject({
      status: optional(z.string()),
      call_icon_visibility: optional(z.string()),
      callback_permission_status: optional(z.string()),
    }),
  ),
});
const saveAnswer = z.looseObject({ success: optional(z.boolean()) });

const pathOf = (phoneId: string) =>
  `/${encodeURIComponent(checkInput(idSchema, phoneId))}/settings`;

export function createSettingsApi(transport: Transport): SettingsApi {
  return {
    async get(phoneId) {
      const request = { method: "GET", path: pathOf(phoneId) } as const;
      return (await transport.json(request, settingsAnswer)).calling ?? {};
    },
    async save(phoneId, settings) {
      const path = pathOf(phoneId);
      const { call_hours: hours, ...others } = checkInput(saveInput, settings);
      const calling = {
        ...others,
        ...(hours === undefined ? {} : { call_hours: writeHours(hours) }),
      };
      checkSuccess(await transport.json({ method: "POST", path, body: { calling } }, saveAnswer));
    },
  };
}

const writeHours = (hours: CallHours | null) =>
  hours === null ? { status: "DISABLED" } : writeProviderHours(hours, new Date());
