import type { CallProvider, ProviderCall } from "../ports/callProvider.ts";
import type { ClaimInput } from "../ports/callStore.ts";
import { emit } from "../ports/logEvents.ts";
import { refusalKey } from "../rules/claims.ts";
import { sha256Hex } from "../signature/hash.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { isTerminal } from "../vocabulary/callStatus.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { outcomeOf } from "../vocabulary/isCallsError.ts";
import type { CallAct, CallDeps } from "./callDeps.ts";
import { checkSdp } from "./checkSdp.ts";
import { allProviders, namesProvider } from "./chooseProvider.ts";
import { describeError } from "./describeError.ts";
import { resolveTarget } from "./resolveNumbers.ts";
import { pauseFor, persist, recordAct } from "./saveAct.ts";

/** An act with the browser's SDP answer, which is the same in claim, pre-accept and accept. */
export interface AnswerAct extends CallAct {
  sdp: string;
}

/**
 * Claims an incoming call for one agent and one SDP answer, before any request to the provider.
 *
 * @throws CallsError `already_claimed`, `not_ringing`, `call_not_found`.
 */
export async function claimCall(deps: CallDeps, act: AnswerAct): Promise<Call> {
  checkAnswer(deps, act);
  return (await takeClaim(deps, claimOf(act))).call;
}

/** Sets up the media before the call is answered, so that the first words are not lost. */
export async function preAcceptCall(deps: CallDeps, act: AnswerAct): Promise<Call> {
  checkAnswer(deps, act);
  const claim = claimOf(act);
  const { call, answered } = await takeClaim(deps, claim);
  // If the provider has no `preAccept`, the claim is enough.
  if (answered || !allProviders(deps).some(({ preAccept }) => preAccept)) return call;
  const twin = await steerToAnswer(deps, claim, call, async (provider, target) =>
    provider.preAccept?.({ ...target, sdp: act.sdp }),
  );
  return twin ?? call;
}

/** Answers the call. The same agent may repeat this with the same SDP. */
export async function acceptCall(deps: CallDeps, act: AnswerAct): Promise<Call> {
  checkAnswer(deps, act);
  const claim = { ...claimOf(act), accepts: true };
  const { call, answered } = await takeClaim(deps, claim);
  if (answered) return call;
  const twin = await steerToAnswer(deps, claim, call, async (provider, target) => {
    if (!provider.accept) throw new CallsError("answering_unsupported");
    await provider.accept({ ...target, sdp: act.sdp });
  });
  if (twin) return twin;
  return persist(deps, () => recordAct(deps, call, { kind: "answered", agentId: act.userId }));
}

/** Requests a step of answering. Returns the call if it is answered already, by the same agent; otherwise null. */
async function steerToAnswer(...steps: Parameters<typeof steer>): Promise<Call | null> {
  const [deps, claim] = steps;
  try {
    await steer(...steps);
    return null;
  } catch (error) {
    const twin = await explainRefusal(deps, claim, error);
    if (twin) return twin;
    throw error;
  }
}

/**
 * Looks for what a refusal means, because the provider does not say it. If the same agent has just answered the call with the
 * same SDP answer, and this is being saved, the call is returned. A contact who has just hung up is the usual other cause.
 *
 * @throws CallsError `not_ringing` if the call has ended.
 */
async function explainRefusal(deps: CallDeps, act: CallAct, error: unknown): Promise<Call | null> {
  if (outcomeOf(error) !== "rejected") return null;
  for (const pause of [0, 150, 500]) {
    await pauseFor(deps, pause);
    const call = (await deps.store.findCall(act))?.call;
    if (call?.answered_at && call.user_id === act.userId) return call;
    if (call && isTerminal(call.status)) throw new CallsError("not_ringing", { cause: error });
  }
  return null;
}

/** Refuses an incoming call for all agents. A refusal needs a claim, like an accept, so that only one agent decides. */
export async function rejectCall(deps: CallDeps, act: CallAct): Promise<Call> {
  const claim = { ...act, key: refusalKey };
  const { call } = await takeClaim(deps, claim);
  try {
    await steer(deps, claim, call, (provider, target) => provider.reject(target));
  } catch (error) {
    await explainRefusal(deps, act, error);
    throw error;
  }
  return persist(deps, () => recordAct(deps, call, { kind: "rejected", agentId: act.userId }));
}

/** Refuses an invalid SDP, or any SDP if no provider supports it, before the call is claimed. */
function checkAnswer(deps: CallDeps, { sdp }: AnswerAct): void {
  if (!allProviders(deps).some(({ accept }) => accept)) {
    throw new CallsError("answering_unsupported");
  }
  checkSdp(sdp);
}

function claimOf({ id, userId, sdp }: AnswerAct): ClaimInput {
  return { id, userId, key: sha256Hex(sdp) };
}

async function takeClaim({ store }: CallDeps, claim: ClaimInput) {
  const taken = await store.claimCall(claim);
  if (!("call" in taken)) throw new CallsError(taken.outcome);
  return { call: taken.call, answered: taken.outcome === "already_answered" };
}

/**
 * Requests one step for a claimed call from the call's provider. If the provider refuses, the claim is released. If the
 * response is unclear, the claim stays, because the step may have had an effect; the same agent may repeat the step. An accept
 * that is refused after an unclear one keeps the claim too (`mayRelease`).
 */
async function steer(
  deps: CallDeps,
  claim: ClaimInput,
  call: Call,
  act: (provider: CallProvider, target: ProviderCall) => Promise<void>,
): Promise<void> {
  try {
    // WhatsApp's offer contains the provider's id of our number. The inbox is read only if this id or the call's
    // provider is missing, because the contact is waiting.
    const isComplete = call.provider_phone_id !== null && namesProvider(call);
    const found = isComplete ? null : await deps.store.findCall(claim);
    const { provider, target } = await resolveTarget(deps, call, found?.inbox ?? null);
    await act(provider, target);
  } catch (error) {
    // A claim that cannot be released expires by itself, so the provider's error is thrown in any case.
    if (outcomeOf(error) !== "ambiguous") {
      await deps.store.releaseClaim(claim).catch((failure: unknown) => {
        emit(deps, {
          kind: "problem",
          level: "warn",
          problem: "claim_not_released",
          callId: call.id,
          ...describeError(failure),
        });
      });
    }
    throw error;
  }
}
