import { emit } from "../ports/logEvents.ts";
import { isPending } from "../rules/callIds.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { isTerminal } from "../vocabulary/callStatus.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import type { CallAct, CallDeps } from "./callDeps.ts";
import { providerOfCall } from "./chooseProvider.ts";
import { describeError } from "./describeError.ts";
import { resolveTarget } from "./resolveNumbers.ts";
import { recordAct } from "./saveAct.ts";

/**
 * Codes of refusals that may mean that the call is already over: WhatsApp has no specific code for this. If a refusal
 * means something else, the sweep expires the call, because its hang-up was requested.
 */
const settled: ReadonlySet<ErrorCode> = new Set([
  "call_ended",
  "provider_not_found",
  "invalid_parameter",
  "provider_refused",
]);

/** True if the call is over. An expired call may still be in progress if no event of its end arrived. */
function isOver(call: Call): boolean {
  return isTerminal(call.status) && (call.expired_at === null || call.ended_at !== null);
}

/**
 * Hangs up the agent's own call. The request is saved before the provider is called: so a call that is still being
 * dialled is hung up as soon as the provider's id is known, and the sweep expires a call whose end is never reported.
 *
 * @throws CallsError `call_not_found`, `forbidden` (another agent's call), `provider_not_configured`, or the provider's refusal.
 */
export async function hangUpCall(deps: CallDeps, act: CallAct): Promise<Call> {
  const found = await deps.store.findCall(act);
  if (!found) throw new CallsError("call_not_found");
  if (found.call.user_id !== act.userId) throw new CallsError("forbidden");
  if (isOver(found.call)) return found.call;
  // Throws before the request is saved: the sweep would end a call that no provider was asked to end.
  providerOfCall(deps, found.call, found.inbox);

  const call = await recordAct(deps, found.call, { kind: "hangup", agentId: act.userId });
  if (isPending(call)) return call;
  const { provider, target } = await resolveTarget(deps, call, found.inbox);
  try {
    await provider.terminate(target);
  } catch (error) {
    if (!isCallsError(error) || !settled.has(error.code)) throw error;
    emit(deps, {
      kind: "problem",
      level: "warn",
      problem: "hangup_refused",
      callId: call.id,
      ...describeError(error),
    });
  }
  return call;
}
