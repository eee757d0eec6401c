import { announcementLanguages } from "@skale-calls/core";
import * as z from "zod";
import { longestPurpose } from "../recording/announcement.ts";

const captureSchema = z
  .object({
    recordingEnabled: z.boolean().default(false),
    transcriptionEnabled: z.boolean().default(false),
    announcementLanguage: z.string().optional(),
    purpose: z.string().max(longestPurpose).optional(),
  })
  .superRefine((capture, context) => {
    if (!capture.recordingEnabled && !capture.transcriptionEnabled) return;
    if (!announcementLanguages.some((language) => language === capture.announcementLanguage)) {
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
