import type { Inbox } from "../ports/callStore.ts";
import { emit } from "../ports/logEvents.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { isTerminal } from "../vocabulary/callStatus.ts";
import type { CallDeps } from "./callDeps.ts";
import type { ProviderDeps } from "./chooseProvider.ts";
import { describeError } from "./describeError.ts";
import { resolveTarget } from "./resolveNumbers.ts";

/**
 * Carries out a hang-up that was requested before the provider's id of the call was known. A failure is only logged:
 * the agent may hang up again, and the sweep expires the call because its hang-up was requested.
 */
export async function hangUpLate(
  deps: ProviderDeps & Pick<CallDeps, "onEvent" | "from">,
  call: Call,
  inbox: Inbox | null,
): Promise<void> {
  if (call.hangup_at === null || isTerminal(call.status)) return;
  try {
    const { provider, target } = await resolveTarget(deps, call, inbox);
    await provider.terminate(target);
  } catch (error) {
    emit(deps, {
      kind: "problem",
      level: "warn",
      problem: "late_hangup_failed",
      callId: call.id,
      ...describeError(error),
    });
  }
}
