import type { TypedClient } from "./callsClient.ts";
import type { ListedCall } from "./database.ts";
import { readAnswer } from "./readAnswer.ts";
import { writeTime } from "./writeTime.ts";

export interface FetchCallsToReturnParams {
  /** The maximum number of contacts, 1 to 200. Default 50. */
  limit?: number;
  /** Earlier calls are ignored. Default: seven days ago. */
  since?: Date | string | null;
}

export interface CallToReturn {
  /** The contact's newest missed call. */
  call: ListedCall;
  /** The number of missed calls since the last talk, including `call`. */
  missedCount: number;
  /** The number of outgoing calls to the contact after `call`. None of them was answered. */
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
