import type { ListedCall } from "@skale-calls/supabase-adapter";
import { formatDuration } from "../format/formatDuration.ts";

/**
 * The talk time of a call, the same on every part of the page: the seconds that WhatsApp counted, from the call's row. Null
 * while they are not known.
 */
export function readDuration({ duration_seconds }: Pick<ListedCall, "duration_seconds">) {
  return duration_seconds > 0 ? formatDuration(duration_seconds) : null;
}
