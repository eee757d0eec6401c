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
  /** The browser's SDP offer. Without it: click-to-call, where the provider has it. */
  sdp?: string;
  /** A uuid chosen by the client. The same id again returns the same call and dials nothing. */
  id?: string;
}

export interface Dialled {
  /** `ambiguous`: the provider's answer did not come; the webhooks will tell. */
  outcome: "dialled" | "exists" | "ambiguous";
  call: Call;
}

/**
 * Dials a contact: the row first, then the provider, then the provider's id onto the row. Whatever
 * dies in between, the row is there, and a webhook that overtakes the provider's answer is merged with it.
 *
 * @throws CallsError a refusal of ours, or of the provider (`ProviderError`), in which case the call is saved as `fallida`.
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
    // The phone rings; the sweep will join the row with what the webhooks tell.
    log.error("dial: the provider's call id could not be saved", {
      call: call.id,
      ...describeError(error),
    });
    return { outcome: "ambiguous", call };
  }
  await hangUpLate(deps, attached, inbox);
  return { outcome: "dialled", call: attached };
}

/** With the browser's SDP or without, as the provider can. */
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
  // A number is at hand; an id of a number is looked up only when the inbox has none.
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

/** True when the provider surely did nothing. */
function isRefusal(error: unknown): error is CallsError {
  return isCallsError(error) && outcomeOf(error) !== "ambiguous";
}
