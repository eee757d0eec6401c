import * as z from "zod";
import type { BusinessNumber } from "../calls/calls.ts";

const announcementLanguages = [
  ...["en", "en_US", "en_AU", "en_CA", "en_GB", "en_IN", "en_NZ", "nl", "fr", "de"],
  ...["hi", "it", "kn", "pt", "es", "es_ES", "te", "vi"],
];

const captureSchema = z
  .object({
    recordingEnabled: z.boolean().default(false),
    transcriptionEnabled: z.boolean().default(false),
    announcementLanguage: z.string().optional(),
    purpose: z.string().max(250).optional(),
  })
  .superRefine((capture, context) => {
    if (!capture.recordingEnabled && !capture.transcriptionEnabled) return;
    if (!announcementLanguages.includes(capture.announcementLanguage ?? "")) {
      context.addIssue({
        code: "custom",
        path: ["announcementLanguage"],
        message:
          "is required if recording or transcription is enabled, and must be a supported language",
      });
    }
    if (!capture.purpose) {
      context.addIssue({
        code: "custom",
        path: ["purpose"],
        message: "is required if recording or transcription is enabled",
      });
    }
  });

/** The body of `POST .../settings`. It contains `calling`, `capture` or both. */
export const settingsSchema = z
  .object({
    calling: z
      .object({
        status: z.enum(["ENABLED", "DISABLED"]).optional(),
        iconVisibility: z.enum(["DEFAULT", "DISABLE_ALL"]).optional(),
      })
      .optional(),
    capture: captureSchema.optional(),
  })
  .refine(({ calling, capture }) => calling || capture, {
    message: "calling or capture is required",
    path: ["calling"],
  });

export interface BusinessSettings {
  calling: { status: "ENABLED" | "DISABLED"; iconVisibility: "DEFAULT" | "DISABLE_ALL" };
  capture: {
    recordingEnabled: boolean;
    transcriptionEnabled: boolean;
    announcementLanguage?: string | undefined;
    purpose?: string | undefined;
  };
}

/** Keeps the settings of each business number. By default, calling is enabled, and recording and transcription are off. */
export function createBusinessSettings() {
  const known = new Map<string, BusinessSettings>();

  function of({ id }: BusinessNumber): BusinessSettings {
    const settings: BusinessSettings = known.get(id) ?? {
      calling: { status: "ENABLED", iconVisibility: "DEFAULT" },
      capture: { recordingEnabled: false, transcriptionEnabled: false },
    };
    known.set(id, settings);
    return settings;
  }

  return { of, reset: () => known.clear() };
}
