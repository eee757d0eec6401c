import type { CallProvider, ProviderAnswer } from "../ports/callProvider.ts";
import type { BeginCallResult } from "../ports/callStore.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError, outcomeOf } from "../vocabulary/isCallsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { checkSdp } from "./checkSdp.ts";
import { describeError } from "./describeError.ts";
import { hangUpLate } from "./hangUpLate.ts";
import { readContact } from "./readContact.ts";
import { isPhone, resolveDefaultPhone } from "./resolveNumbers.ts";
import { persist, recordAct } from "./saveAct.ts";

export interface DialInput {
  userId: string;
  to: unknown;
  inboxId?: string;
  leadId?: string;
  /** The browser's SDP offer. Without it: click-to-call, if the provider supports it. */
  sdp?: string;
  /** A uuid chosen by the client. The same id again returns the same call and dials nothing. */
  id?: string;
}

export interface Dialled {
  /** `ambiguous`: the provider's answer did not arrive; the webhooks will show what happened. */
  outcome: "dialled" | "exists" | "ambiguous";
  call: Call;
}

/**
 * Dials a contact: it writes the row, calls the provider, then saves the provider's id in the row. If a step
 * fails, the row exists nevertheless, and a webhook that overtakes the provider's answer is merged with it.
 *
 * @throws CallsError our refusal, or the provider's (`ProviderError`); then the call is saved as `fallida`.
 */
export async function dialCall(deps: CallDeps, input: DialInput): Promise<Dialled> {
  const { store, provider, log } = deps;
  const contactPhone = await readContact(deps, input);
  const dial = wayToDial(provider, input.sdp);

  const begun = await beginCall(deps, input, contactPhone);
  const { call, inbox } = begun;
  if (begun.outcome === "exists") return { outcome: "exists", call };

  let answer: ProviderAnswer;
  try {
    answer = await dial({ from: call.business_phone ?? "", to: contactPhone });
  } catch (error) {
    if (isRefusal(error)) {
      await persist(deps, () => recordAct(deps, call, { kind: "refused", errorCode: error.code }));
      throw error;
    }
    log.warn("dial: the provider's answer is unclear", { call: call.id, ...describeError(error) });
    return { outcome: "ambiguous", call };
  }
  const { callId } = answer;
  if (callId === undefined) {
    log.warn("dial: the provider gave no call id", { call: call.id });
    return { outcome: "ambiguous", call };
  }

  let attached: Call;
  try {
    attached = await persist(deps, () =>
      store.attachCall({ id: call.id, callId, provider: provider.name }),
    );
  } catch (error) {
    // The phone rings; the sweep merges the row with the webhooks' row later.
    log.error("dial: the provider's call id could not be saved", {
      call: call.id,
      ...describeError(error),
    });
    return { outcome: "ambiguous", call };
  }
  await hangUpLate(deps, attached, inbox);
  return { outcome: "dialled", call: attached };
}

/** Dials with the browser's SDP or without, as the provider supports. */
function wayToDial(
  provider: CallProvider,
  sdp: string | undefined,
): (numbers: { from: string; to: string }) => Promise<ProviderAnswer> {
  if (sdp === undefined) {
    if (!provider.clickToCall) throw new CallsError("sdp_required");
    return provider.clickToCall.bind(provider);
  }
  checkSdp(sdp);
  const { connect } = provider;
  if (!connect) throw new CallsError("sdp_unsupported");
  return (numbers) => connect.call(provider, { ...numbers, sdp });
}

type Begun = Extract<BeginCallResult, { call: Call }>;

async function beginCall(
  deps: CallDeps,
  { id, userId, inboxId, leadId }: DialInput,
  contactPhone: string,
): Promise<Begun> {
  const asked = {
    id: id ?? deps.newId?.() ?? crypto.randomUUID(),
    userId,
    contactPhone,
    provider: deps.provider.name,
    ...(inboxId === undefined ? {} : { inboxId }),
    ...(leadId === undefined ? {} : { leadId }),
  };
  // A number needs no request; an id of a number is looked up only when the inbox has no number.
  const known =
    deps.from !== undefined && isPhone(deps.from)
      ? { defaultBusinessPhone: await resolveDefaultPhone(deps) }
      : {};
  let begun = await deps.store.beginCall({ ...asked, ...known });
  if (begun.outcome === "business_number_missing" && deps.from !== undefined) {
    begun = await deps.store.beginCall({
      ...asked,
      defaultBusinessPhone: await resolveDefaultPhone(deps),
    });
  }
  if (!("call" in begun)) throw new CallsError(begun.outcome);
  return begun;
}

/** True when it is certain that the provider did nothing. */
function isRefusal(error: unknown): error is CallsError {
  return isCallsError(error) && outcomeOf(error) !== "ambiguous";
}
