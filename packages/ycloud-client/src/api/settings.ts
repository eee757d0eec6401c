import { type AnnouncementLanguage, announcementLanguages } from "@skale-calls/core";
import { checkInput, type Open, optional, type Transport } from "@skale-calls/core/transport";
import * as z from "zod";
import { type PhoneNumberKey, phoneNumberKeyShape, phoneNumberPath } from "./phoneNumbers.ts";

export interface CallingSettingsInput {
  status?: "ENABLED" | "DISABLED";
  iconVisibility?: "DEFAULT" | "DISABLE_ALL";
}

/** Recording and transcription. If either is on, language and purpose are required. */
export interface CaptureSettingsInput {
  recordingEnabled?: boolean;
  transcriptionEnabled?: boolean;
  announcementLanguage?: AnnouncementLanguage;
  /** At most 250 characters. */
  purpose?: string;
}

export interface PhoneNumberSettingsInput extends PhoneNumberKey {
  calling?: CallingSettingsInput;
  capture?: CaptureSettingsInput;
}

export interface PhoneNumberSettings {
  calling?:
    | {
        /** The `phoneId`. */
        id?: string | undefined;
        status?: Open<"ENABLED" | "DISABLED"> | undefined;
        iconVisibility?: Open<"DEFAULT" | "DISABLE_ALL"> | undefined;
        [field: string]: unknown;
      }
    | undefined;
  capture?:
    | {
        recordingEnabled?: boolean | undefined;
        transcriptionEnabled?: boolean | undefined;
        announcementLanguage?: Open<AnnouncementLanguage> | undefined;
        purpose?: string | undefined;
        [field: string]: unknown;
      }
    | undefined;
  [field: string]: unknown;
}

/** A number's calling settings. All methods throw `YCloudError`, or `CallsError` for bad input. */
export interface SettingsApi {
  /** Reads one half of the settings; `calling` by default. */
  get(key: PhoneNumberKey & { type?: "calling" | "capture" }): Promise<PhoneNumberSettings>;
  /**
   * Saves `calling`, `capture` or both. YCloud saves the two one after the other: if this method throws, one of them
   * may already be saved.
   */
  save(input: PhoneNumberSettingsInput): Promise<PhoneNumberSettings>;
}

const getInput = z.strictObject({
  ...phoneNumberKeyShape,
  type: z.enum(["calling", "capture"]).optional(),
});

const calling = z.strictObject({
  status: z.enum(["ENABLED", "DISABLED"]).optional(),
  iconVisibility: z.enum(["DEFAULT", "DISABLE_ALL"]).optional(),
});
const capture = z
  .strictObject({
    recordingEnabled: z.boolean().optional(),
    transcriptionEnabled: z.boolean().optional(),
    announcementLanguage: z.enum(announcementLanguages).optional(),
    purpose: z.string().min(1).max(250).optional(),
  })
  .refine(
    (input) =>
      !(input.recordingEnabled || input.transcriptionEnabled) ||
      (input.announcementLanguage !== undefined && input.purpose !== undefined),
    { error: "recording and transcription need announcementLanguage and purpose" },
  );
const saveInput = z
  .strictObject({
    ...phoneNumberKeyShape,
    calling: calling.optional(),
    capture: capture.optional(),
  })
  .refine((input) => input.calling !== undefined || input.capture !== undefined, {
    error: "give calling, capture or both",
  });

const settingsAnswer: z.ZodType<PhoneNumberSettings> = z.looseObject({
  calling: optional(
    z.looseObject({
      id: optional(z.string()),
      status: optional(z.string()),
      iconVisibility: optional(z.string()),
    }),
  ),
  capture: optional(
    z.looseObject({
      recordingEnabled: optional(z.boolean()),
      transcriptionEnabled: optional(z.boolean()),
      announcementLanguage: optional(z.string()),
      purpose: optional(z.string()),
    }),
  ),
});

export function createSettingsApi(transport: Transport): SettingsApi {
  return {
    async get(input) {
      const { type, ...key } = checkInput(getInput, input);
      const path = `${phoneNumberPath(key)}/settings`;
      return transport.json({ method: "GET", path, query: { type } }, settingsAnswer);
    },
    async save(input) {
      const { wabaId, phoneNumber, ...body } = checkInput(saveInput, input);
      const path = `${phoneNumberPath({ wabaId, phoneNumber })}/settings`;
      return transport.json({ method: "POST", path, body }, settingsAnswer);
    },
  };
}
