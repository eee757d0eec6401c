import type { ListedCall } from "@skale-calls/supabase-adapter";
import { formatDuration } from "../format/formatDuration.ts";

/**
 * How long a call was talked, as every part of the page writes it: the seconds that WhatsApp counted, which the call's row
 * holds. Null while none are known.
 */
export function readDuration({ duration_seconds }: Pick<ListedCall, "duration_seconds">) {
  return duration_seconds > 0 ? formatDuration(duration_seconds) : null;
}
