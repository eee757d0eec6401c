import { sha256Hex } from "../signature/hash.ts";
import { ownProvider, type StoredEvent } from "../vocabulary/callEvent.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import type { CallDeps } from "./callDeps.ts";

type Act =
  | { kind: "hangup" | "rejected" | "answered"; agentId: string }
  | { kind: "refused"; errorCode: string }
  | { kind: "unclear" };

/**
 * Records an act of ours on a call. Recording may be repeated, because the act's id consists of the call, the kind, and
 * the agent or the code.
 */
export async function recordAct(deps: CallDeps, call: Call, act: Act): Promise<Call> {
  const { kind, ...detail } = act;
  const event = {
    ...act,
    id: [call.id, kind, ...Object.values(detail)].join(":"),
    provider: ownProvider,
    occurredAt: (deps.now?.() ?? new Date()).toISOString(),
    callId: call.call_id,
  } satisfies StoredEvent;
  const [recorded] = await deps.store.recordEvents([
    { id: call.id, event, payload: null, bodySha256: sha256Hex(event.id) },
  ]);
  if (!recorded?.call) throw new CallsError("call_not_found");
  return recorded.call;
}

/**
 * Saves an act that the provider has already done. The act cannot be undone, so saving is repeated while the database
 * is unavailable for a moment. `save` must be repeatable.
 */
export async function persist<T>(deps: CallDeps, save: () => Promise<T>): Promise<T> {
  for (const pause of [100, 400, 1_000]) {
    try {
      return await save();
    } catch (error) {
      if (!isCallsError(error) || error.code !== "store_unavailable") throw error;
      await pauseFor(deps, pause);
    }
  }
  return save();
}

export function pauseFor({ sleep }: Pick<CallDeps, "sleep">, milliseconds: number): Promise<void> {
  return sleep ? sleep(milliseconds) : new Promise((resolve) => setTimeout(resolve, milliseconds));
}
