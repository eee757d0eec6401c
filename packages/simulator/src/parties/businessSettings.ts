import { announcementLanguages } from "@skale-calls/core";
import * as z from "zod";
import type { BusinessNumber, CallDirection } from "../calls/calls.ts";
import { type Restriction, restrictionTypes } from "./restrictions.ts";

const captureSchema = z
  .object({
    recordingEnabled: z.boolean().default(false),
    transcriptionEnabled: z.boolean().default(false),
    announcementLanguage: z.string().optional(),
    purpose: z.string().max(250).optional(),
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

export interface BusinessSettings {
  calling: { status: "ENABLED" | "DISABLED"; iconVisibility: "DEFAULT" | "DISABLE_ALL" };
  capture: {
    recordingEnabled: boolean;
    transcriptionEnabled: boolean;
    announcementLanguage?: string | undefined;
    purpose?: string | undefined;
  };
  restriction: Restriction | null;
  /** Whether a user who calls the business permits calls. YCloud's settings have no field for it. */
  callbackPermission: boolean;
}

/**
 * Keeps the settings of each business number. By default, calling is enabled without restrictions, recording and
 * transcription are off, and a call gives no permission.
 */
export function createBusinessSettings(now: () => number) {
  const known = new Map<string, BusinessSettings>();

  function of({ id }: BusinessNumber): BusinessSettings {
    const settings: BusinessSettings = known.get(id) ?? {
      calling: { status: "ENABLED", iconVisibility: "DEFAULT" },
      capture: { recordingEnabled: false, transcriptionEnabled: false },
      restriction: null,
      callbackPermission: false,
    };
    known.set(id, settings);
    return settings;
  }

  /** Returns the restriction that is valid now. */
  function restrictionOf(business: BusinessNumber): Restriction | null {
    const { restriction } = of(business);
    return restriction !== null && restriction.until > now() ? restriction : null;
  }

  return {
    of,
    restrictionOf,
    isRestricted(business: BusinessNumber, direction: CallDirection): boolean {
      const restriction = restrictionOf(business);
      if (restriction === null) return false;
      return (restrictionTypes[restriction.type] as readonly string[]).includes(direction);
    },
    reset: () => known.clear(),
  };
}
