import type { Clock } from "@skale-calls/core/client";
import { listedColumns } from "../callColumns.ts";
import type { TypedClient } from "../callsClient.ts";
import type { ListedCall } from "../database.ts";
import { quoteFilterValue } from "../quoteFilterValue.ts";
import { readAnswer } from "../readAnswer.ts";
import { type CallChanges, trackCallChanges } from "./callChanges.ts";

type Client = Pick<TypedClient, "from">;

const pageSize = 200;

/** Reads the newest changes, after which reporting starts. They are not reported. */
export async function startCallChanges(
  client: Client,
  clock: Pick<Clock, "now">,
  signal: AbortSignal,
): Promise<CallChanges> {
  const [newest] = await readAnswer(
    selectCalls(client, signal).order("updated_at", { ascending: false }).limit(1),
  );
  if (newest === undefined) return trackCallChanges(null, [], clock);
  const since = trackCallChanges(newest.updated_at, [], clock).since();
  const known = await readChangedCalls(client, since, signal);
  return trackCallChanges(newest.updated_at, known, clock);
}

/** Reads the calls that changed since a time, in the order of their changes. With null it reads all calls. */
export async function readChangedCalls(
  client: Client,
  since: string | null,
  signal: AbortSignal,
): Promise<ListedCall[]> {
  const rows: ListedCall[] = [];
  let page: ListedCall[];
  do {
    const last = rows.at(-1);
    let query = selectCalls(client, signal);
    if (last) {
      const at = quoteFilterValue(last.updated_at);
      query = query.gte("updated_at", last.updated_at).or(`updated_at.gt.${at},id.gt.${last.id}`);
    } else if (since !== null) {
      query = query.gte("updated_at", since);
    }
    page = await readAnswer(query.order("updated_at").order("id").limit(pageSize));
    rows.push(...page);
  } while (page.length === pageSize && !signal.aborted);
  return rows;
}

function selectCalls(client: Client, signal: AbortSignal) {
  return (
    client
      .from("whatsapp_calls")
      .select<typeof listedColumns, ListedCall>(listedColumns)
      .not("updated_at", "is", null)
      // No retry here: the poll repeats the reading and reports `offline` at once.
      .retry(false)
      .abortSignal(signal)
  );
}
