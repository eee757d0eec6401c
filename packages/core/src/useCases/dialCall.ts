import { reasonOf } from "../availability/availabilityReasons.ts";
import { arePhoneAliases } from "../phone/phoneAliases.ts";
import type { CallProvider, ProviderAnswer } from "../ports/callProvider.ts";
import type { BeginCallResult, DialledContact } from "../ports/callStore.ts";
import { emit } from "../ports/logEvents.ts";
import { isPending } from "../rules/callIds.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { isCallsError, outcomeOf } from "../vocabulary/isCallsError.ts";
import { askPermission } from "./askPermission.ts";
import type { CallDeps } from "./callDeps.ts";
import { checkSdp } from "./checkSdp.ts";
import { allProviders, notConfigured } from "./chooseProvider.ts";
import { describeError } from "./describeError.ts";
import { fetchCurrentAvailability } from "./fetchAvailability.ts";
import { hangUpLate } from "./hangUpLate.ts";
import { learnPermission } from "./learnPermission.ts";
import { type DialTarget, readContact } from "./readContact.ts";
import { readPermission } from "./readPermission.ts";
import { withDefaultPhone } from "./resolveNumbers.ts";
import { persist, recordAct } from "./saveAct.ts";

export type DialInput = DialTarget & {
  userId: string;
  inboxId?: string;
  leadId?: string;
  /** The browser's SDP offer. Without an offer, the call is dialled by click-to-call, if the provider supports it. */
  sdp?: string;
  /**
   * A uuid chosen by the client. A second request with the same id returns the same call and does not dial; if it names
   * another contact, it is refused (`call_id_taken`).
   */
  id?: string;
};

export interface Dialled {
  /**
   * `ambiguous`: the provider's response is missing or unclear, and no webhook has arrived yet. The webhooks will show
   * whether the contact was dialled.
   */
  outcome: "dialled" | "exists" | "ambiguous";
  call: Call;
}

/**
 * Dials a contact: it writes the row, calls the provider, then saves the provider's id in the row. The row exists even
 * if a later step fails. A webhook that arrives before the provider's response is merged with the row.
 *
 * @throws CallsError if we refuse; ProviderError if the provider refuses: the call is then saved as `fallida`.
 * @example
 * await dialCall(deps, { userId, to: "+525512345678", sdp });
 * await dialCall(deps, { userId, recipient: "MX.13491208655302741918", sdp });
 */
export async function dialCall(deps: CallDeps, input: DialInput): Promise<Dialled> {
  const { store } = deps;
  const contact = await readContact(deps, input);
  const ways = waysToDial(deps, input, contact);
  if (deps.availability?.blocksDialling) await checkAvailability(deps, input);
  if (deps.permissionPolicy === "strict") await requirePermission(deps, input, contact);

  const begun = await beginCall(deps, input, contact, ways);
  const { call, inbox } = begun;
  if (begun.outcome === "exists") {
    if (!isWith(call, contact)) throw new CallsError("call_id_taken");
    return { outcome: "exists", call };
  }

  const provider = call.provider ?? deps.provider.name;
  const dial = ways.get(provider);
  if (typeof dial !== "function") throw refusalOf(ways, provider);
  let answer: ProviderAnswer;
  try {
    answer = await dial(call);
  } catch (error) {
    if (isRefusal(error)) {
      // First, so that an answer which arrives after the refusal is not believed to be older.
      await learnFromRefusal(deps, call, contact, error.code);
      await persist(deps, () => recordAct(deps, call, { kind: "refused", errorCode: error.code }));
      throw error;
    }
    emit(deps, {
      kind: "problem",
      level: "warn",
      problem: "dial_unclear",
      callId: call.id,
      ...describeError(error),
    });
    return settleUnclear(deps, begun);
  }
  const { callId } = answer;
  if (callId === undefined) {
    emit(deps, {
      kind: "problem",
      level: "warn",
      problem: "dial_without_call_id",
      callId: call.id,
    });
    return settleUnclear(deps, begun);
  }

  let attached: Call;
  try {
    attached = await persist(deps, () => store.attachCall({ id: call.id, callId, provider }));
  } catch (error) {
    emit(deps, {
      kind: "problem",
      level: "error",
      problem: "dial_not_attached",
      callId: call.id,
      ...describeError(error),
    });
    return settleUnclear(deps, begun);
  }
  await hangUpLate(deps, attached, inbox);
  return { outcome: "dialled", call: attached };
}

/** Whether the call is with this contact. */
function isWith(
  { contact_phone, contact_user_id }: Call,
  { contactPhone, contactUserId }: DialledContact,
): boolean {
  if (contactPhone === undefined) return contact_user_id === contactUserId;
  return contact_phone !== null && arePhoneAliases(contact_phone, contactPhone);
}

/** Refuses a dial that a current fact prevents. A repeated request for a call that exists passes, because it dials nothing. */
async function checkAvailability(
  deps: CallDeps,
  { id, userId, inboxId }: DialInput,
): Promise<void> {
  const { reasons } = await fetchCurrentAvailability(deps, {
    userId,
    ...(inboxId === undefined ? {} : { inboxId }),
  });
  for (const { code } of reasons) {
    const { prevents, refusal } = reasonOf(code);
    if (refusal !== undefined && prevents.includes("outgoing")) {
      if (id !== undefined && (await deps.store.findCall({ id, userId })) !== null) return;
      throw new CallsError(refusal, { details: { reasons } });
    }
  }
}

/**
 * Records that the provider's response is unclear. The call is then joined immediately with the webhooks that report
 * it, whether they arrived before or arrive later.
 */
async function settleUnclear(deps: CallDeps, { call, inbox }: Begun): Promise<Dialled> {
  let noted: Call;
  try {
    noted = await persist(deps, () => recordAct(deps, call, { kind: "unclear" }));
  } catch (error) {
    // The contact's phone may ring. The sweep will join the row with the webhooks of the call.
    emit(deps, {
      kind: "problem",
      level: "error",
      problem: "dial_not_settled",
      callId: call.id,
      ...describeError(error),
    });
    return { outcome: "ambiguous", call };
  }
  if (isPending(noted)) return { outcome: "ambiguous", call: noted };
  await hangUpLate(deps, noted, inbox);
  return { outcome: "dialled", call: noted };
}

type Dial = (call: Pick<Call, "business_phone" | "provider_phone_id">) => Promise<ProviderAnswer>;

/** How each provider dials this call, or the reason why it cannot. */
type Ways = ReadonlyMap<string, Dial | ErrorCode>;

/** @throws CallsError with the standard provider's reason if no provider can dial this call. */
function waysToDial(deps: CallDeps, input: DialInput, contact: DialledContact): Ways {
  if (input.sdp !== undefined) checkSdp(input.sdp);
  const ways = new Map(
    allProviders(deps).map((provider) => [provider.name, wayToDial(provider, input, contact)]),
  );
  if (namesAble(ways).length === 0) throw refusalOf(ways, deps.provider.name);
  return ways;
}

const namesAble = (ways: Ways) =>
  [...ways].filter(([, way]) => typeof way === "function").map(([name]) => name);

/** The reason why a provider cannot dial this call. */
function refusalOf(ways: Ways, provider: string): CallsError {
  const way = ways.get(provider);
  return typeof way === "string" ? new CallsError(way) : notConfigured(provider);
}

/**
 * Returns the function that dials at a provider: with the browser's SDP, or by click-to-call without an SDP. Returns an
 * error code if the provider cannot dial this call.
 */
function wayToDial(
  provider: CallProvider,
  { sdp, userId: agentId }: DialInput,
  { contactPhone, contactUserId }: DialledContact,
): Dial | ErrorCode {
  if (sdp === undefined) {
    const { clickToCall } = provider;
    // Click-to-call needs a phone number.
    if (!clickToCall || contactPhone === undefined) return "sdp_required";
    return ({ business_phone: from }) =>
      clickToCall.call(provider, { from: from ?? "", to: contactPhone, agentId });
  }
  const { connect } = provider;
  if (!connect) return "sdp_unsupported";
  const recipient =
    contactPhone === undefined ? { recipient: contactUserId } : { to: contactPhone };
  return ({ business_phone: from, provider_phone_id: phoneId }) =>
    connect.call(provider, {
      from: from ?? "",
      ...(phoneId === null ? {} : { phoneId }),
      sdp,
      ...recipient,
    });
}

type Begun = Extract<BeginCallResult, { call: Call }>;

async function beginCall(
  deps: CallDeps,
  { id, userId, inboxId, leadId }: DialInput,
  contact: DialledContact,
  ways: Ways,
): Promise<Begun> {
  const asked = {
    id: id ?? deps.newId?.() ?? crypto.randomUUID(),
    userId,
    ...contact,
    provider: deps.provider.name,
    providers: namesAble(ways),
    ...(inboxId === undefined ? {} : { inboxId }),
    ...(leadId === undefined ? {} : { leadId }),
  };
  const begun = await withDefaultPhone(deps, (known) =>
    deps.store.beginCall({ ...asked, ...known }),
  );
  if (begun.outcome === "other_provider") throw refusalOf(ways, begun.provider);
  if (!("call" in begun)) throw new CallsError(begun.outcome);
  return begun;
}

/**
 * Refuses to dial a contact who has not allowed calls, as far as we know. A repeated request for a call that exists
 * passes, because it dials nothing.
 */
async function requirePermission(
  deps: CallDeps,
  { id, userId, inboxId }: DialInput,
  contact: DialledContact,
): Promise<void> {
  const pair = { userId, ...contact, ...(inboxId === undefined ? {} : { inboxId }) };
  if ((await readPermission(deps, pair)).permission.may_call) return;
  // Only a dial that would be refused asks the provider. A limit of calls is left to the provider's refusal, which names it.
  const permission = await askPermission(deps, pair);
  if (permission.status === "temporary" || permission.status === "permanent") return;
  if (id !== undefined && (await deps.store.findCall({ id, userId })) !== null) return;
  throw new CallsError("consent_required", { details: { permission } });
}

async function learnFromRefusal(
  deps: CallDeps,
  call: Call,
  contact: DialledContact,
  code: ErrorCode,
): Promise<void> {
  const { id, user_id: userId, inbox_id: inboxId, business_phone: businessPhone } = call;
  if (businessPhone === null || userId === null) return;
  const pair = { userId, ...contact, ...(inboxId === null ? {} : { inboxId }) };
  await learnPermission(
    deps,
    id,
    code,
    { contact, businessPhone },
    async () => (await readPermission(deps, pair)).permission,
  );
}

/** True if it is certain that the provider did nothing. */
function isRefusal(error: unknown): error is CallsError {
  return isCallsError(error) && outcomeOf(error) !== "ambiguous";
}
