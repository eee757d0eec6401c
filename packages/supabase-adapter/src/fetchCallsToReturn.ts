import type { TypedClient } from "./callsClient.ts";
import type { ListedCall } from "./database.ts";
import { readAnswer } from "./readAnswer.ts";
import { writeTime } from "./writeTime.ts";

export interface FetchCallsToReturnParams {
  /** 1 to 200 contacts; 50 when not given. */
  limit?: number;
  /** Calls created at this moment or later; seven days back when not given. */
  since?: Date | string | null;
}

export interface CallToReturn {
  /** The contact's newest missed call. */
  call: ListedCall;
  /** How often the contact was missed since the last talk, this one included. */
  missedCount: number;
  /** Own calls to the contact after it that were not answered. */
  attempts: number;
}

const week = 7 * 24 * 60 * 60 * 1000;

export async function fetchCallsToReturn(
  client: Pick<TypedClient, "rpc">,
  { limit = 50, since }: FetchCallsToReturnParams,
): Promise<CallToReturn[]> {
  const rows = await readAnswer(
    client.rpc("whatsapp_calls_to_return", {
      p_since: writeTime(since ?? new Date(Date.now() - week)),
      p_limit: Math.min(Math.max(Math.trunc(limit), 1), 200),
    }),
  );
  return rows.map(({ call, missed_count, attempts }) => ({
    call,
    missedCount: missed_count,
    attempts,
  }));
}
