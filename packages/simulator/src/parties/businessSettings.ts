import type { BusinessNumber, CallDirection } from "../calls/calls.ts";
import { type Restriction, restrictionTypes } from "./restrictions.ts";

export interface BusinessSettings {
  calling: { status: "ENABLED" | "DISABLED"; iconVisibility: "DEFAULT" | "DISABLE_ALL" };
  /** What is recorded of the calls of a number at YCloud. At Meta, the requests of a call decide. */
  capture: {
    recordingEnabled: boolean;
    transcriptionEnabled: boolean;
    announcementLanguage?: string | undefined;
    purpose?: string | undefined;
  };
  restriction: Restriction | null;
  /** Whether a user who calls the business permits calls. YCloud's settings have no field for it. */
  callbackPermission: boolean;
  /** Meta's further settings, as they were written; they have no effect on calls. */
  more: Record<string, unknown>;
  /** True if the number's webhooks go to another partner of the business first (Meta, "Conversation routing"). */
  isStandby: boolean;
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
      more: {},
      isStandby: false,
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
