import type { StoredEvent } from "../vocabulary/callEvent.ts";
import { type CallFacts, noFacts } from "../vocabulary/callFacts.ts";
import { factsOfEvent } from "./factsOfEvent.ts";
import { mergeFacts } from "./mergeFacts.ts";

export type ReduceOutcome = "applied" | "no_change" | "conflict";

/**
 * Applies one event to the known facts of a call. This is a pure function. The same events give the same facts in any
 * order and with any repetition, so a late or repeated webhook is never a problem.
 *
 * @param call null for a call that is not known yet.
 * @param options.isOurs tells whether a phone belongs to one of our inboxes. A flat payload
 *   contains only two phones, and this function shows which of them is ours.
 * @returns the outcome `conflict` if the event contradicts known facts. The facts are merged in this case too.
 * @example
 * let call: CallFacts | null = null;
 * for (const event of parseWebhook(body)) call = reduceCall(call, event).call;
 */
export function reduceCall(
  call: CallFacts | null,
  event: StoredEvent,
  options: { isOurs?: (phone: string) => boolean } = {},
): { call: CallFacts; outcome: ReduceOutcome } {
  const said = factsOfEvent(event, options.isOurs);
  if (said === null) return { call: call ?? { ...noFacts }, outcome: "no_change" };
  const { facts, changed, contradicts } = mergeFacts(call ?? noFacts, said);
  return { call: facts, outcome: contradicts ? "conflict" : changed ? "applied" : "no_change" };
}
