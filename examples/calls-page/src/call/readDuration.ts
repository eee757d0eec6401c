import type { ListedCall } from "@skale-calls/supabase-adapter";
import { formatDuration } from "../format/formatDuration.ts";

/**
 * Formats the talk time of a call: the seconds in the call's row, which WhatsApp has counted. All parts of the page use it, so
 * they show the same value. Null while the seconds are not known.
 */
export function readDuration({ duration_seconds }: Pick<ListedCall, "duration_seconds">) {
  return duration_seconds > 0 ? formatDuration(duration_seconds) : null;
}
