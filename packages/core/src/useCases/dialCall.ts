import type { CallProvider, ProviderAnswer } from "../ports/callProvider.ts";
import type { BeginCallResult, DialledContact } from "../ports/callStore.ts";
import { isPending } from "../rules/callIds.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError, outcomeOf } from "../vocabulary/isCallsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { checkSdp } from "./checkSdp.ts";
import { describeError } from "./describeError.ts";
import { hangUpLate } from "./hangUpLate.ts";
import { type DialTarget, readContact } from "./readContact.ts";
import { isPhone, resolveDefaultPhone } from "./resolveNumbers.ts";
import { persist, recordAct } from "./saveAct.ts";

export type DialInput = DialTarget & {
  userId: string;
  inboxId?: string;
  leadId?: string;
  /** The browser's SDP offer. Without it: click-to-call, if the provider supports it. */
  sdp?: string;
  /** A uuid chosen by the client. The same id again returns the same call and dials nothing. */
  id?: string;
};

export interface Dialled {
  /** `ambiguous`: neither the provider's answer nor a webhook has arrived yet; the webhooks will show what happened. */
  outcome: "dialled" | "exists" | "ambiguous";
  call: Call;
}

/**
 * Dials a contact: it writes the row, calls the provider, then saves the provider's id in the row. The row exists even if a
 * later step fails, and a webhook that arrives before the provider's answer is merged with it.
 *
 * @throws CallsError our refusal, or the provider's (`ProviderError`); then the call is saved as `fallida`.
 * @example
 * await dialCall(deps, { userId, to: "+525512345678", sdp });
 * await dialCall(deps, { userId, recipient: "MX.13491208655302741918", sdp });
 */
export async function dialCall(deps: CallDeps, input: DialInput): Promise<Dialled> {
  const { store, provider, log } = deps;
  const contact = await readContact(deps, input);
  const dial = wayToDial(provider, input.sdp, contact);

  const begun = await beginCall(deps, input, contact);
  const { call, inbox } = begun;
  if (begun.outcome === "exists") return { outcome: "exists", call };

  let answer: ProviderAnswer;
  try {
    answer = await dial(call.business_phone ?? "");
  } catch (error) {
    if (isRefusal(error)) {
      await persist(deps, () => recordAct(deps, call, { kind: "refused", errorCode: error.code }));
      throw error;
    }
    log.warn("dial: the provider's answer is unclear", { call: call.id, ...describeError(error) });
    return settleUnclear(deps, begun);
  }
  const { callId } = answer;
  if (callId === undefined) {
    log.warn("dial: the provider gave no call id", { call: call.id });
    return settleUnclear(deps, begun);
  }

  let attached: Call;
  try {
    attached = await persist(deps, () =>
      store.attachCall({ id: call.id, callId, provider: provider.name }),
    );
  } catch (error) {
    log.error("dial: the provider's call id could not be saved", {
      call: call.id,
      ...describeError(error),
    });
    return settleUnclear(deps, begun);
  }
  await hangUpLate(deps, attached, inbox);
  return { outcome: "dialled", call: attached };
}

/**
 * Records that the provider's answer is unclear, so that the call is joined immediately with the webhooks that report it,
 * earlier or later ones.
 */
async function settleUnclear(deps: CallDeps, { call, inbox }: Begun): Promise<Dialled> {
  let noted: Call;
  try {
    noted = await persist(deps, () => recordAct(deps, call, { kind: "unclear" }));
  } catch (error) {
    // The phone may ring. The sweep will join the row with the webhooks of the call.
    deps.log.error("dial: that the answer is unclear could not be saved", {
      call: call.id,
      ...describeError(error),
    });
    return { outcome: "ambiguous", call };
  }
  if (isPending(noted)) return { outcome: "ambiguous", call: noted };
  await hangUpLate(deps, noted, inbox);
  return { outcome: "dialled", call: noted };
}

/** Dials with the browser's SDP or without, as the provider supports. */
function wayToDial(
  provider: CallProvider,
  sdp: string | undefined,
  { contactPhone, contactUserId }: DialledContact,
): (from: string) => Promise<ProviderAnswer> {
  if (sdp === undefined) {
    const { clickToCall } = provider;
    // Click-to-call needs a phone number.
    if (!clickToCall || contactPhone === undefined) throw new CallsError("sdp_required");
    return (from) => clickToCall.call(provider, { from, to: contactPhone });
  }
  checkSdp(sdp);
  const { connect } = provider;
  if (!connect) throw new CallsError("sdp_unsupported");
  const recipient =
    contactPhone === undefined ? { recipient: contactUserId } : { to: contactPhone };
  return (from) => connect.call(provider, { from, sdp, ...recipient });
}

type Begun = Extract<BeginCallResult, { call: Call }>;

async function beginCall(
  deps: CallDeps,
  { id, userId, inboxId, leadId }: DialInput,
  contact: DialledContact,
): Promise<Begun> {
  const asked = {
    id: id ?? deps.newId?.() ?? crypto.randomUUID(),
    userId,
    ...contact,
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

/** True if it is certain that the provider did nothing. */
function isRefusal(error: unknown): error is CallsError {
  return isCallsError(error) && outcomeOf(error) !== "ambiguous";
}
