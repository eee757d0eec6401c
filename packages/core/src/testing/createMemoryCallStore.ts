import { isOpen } from "../availability/isOpen.ts";
import type {
  Agent,
  BeginCallInput,
  BeginCallResult,
  CallStore,
  ClaimInput,
  ClaimResult,
  EventRecord,
  FindAvailabilityInput,
  Inbox,
  NumberRefusal,
  RecordedEvent,
  SweepOptions,
  SweepResult,
} from "../ports/callStore.ts";
import { accountKeys, isNewerFact, joinedKeys, newestFacts } from "../rules/accounts.ts";
import { takesCall } from "../rules/agents.ts";
import { isLogged, isPending, pendingCallId } from "../rules/callIds.ts";
import { callRules, meets } from "../rules/callRules.ts";
import { isClaimantsTalk, isOwnClaim, judgeClaim, mayRelease } from "../rules/claims.ts";
import { findGhost, isGhostOf, joinRows } from "../rules/ghosts.ts";
import { chooseInbox, findInbox, readInboxPhone } from "../rules/inboxes.ts";
import { ledgerBatch } from "../rules/ledger.ts";
import type { PermissionRequest } from "../rules/permissionRequests.ts";
import { countsForPickup, type PickupCount, pickupDays } from "../rules/pickups.ts";
import { keepsSession, ringsUntil } from "../rules/sessions.ts";
import { isExpired, isForgotten, isLost } from "../rules/sweeps.ts";
import { deriveStatus } from "../status/deriveStatus.ts";
import { reduceCall } from "../status/reduceCall.ts";
import type { CallHours, DatedFact } from "../vocabulary/account.ts";
import { type AccountEvent, ownProvider, type StoredEvent } from "../vocabulary/callEvent.ts";
import type { Call, CallFacts } from "../vocabulary/callFacts.ts";
import { isTerminal } from "../vocabulary/callStatus.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import {
  type ChosenNumber,
  createMemoryPermissions,
  type MemoryVerdict,
} from "./createMemoryPermissions.ts";
import type { MemoryContactChange } from "./findContactKeys.ts";
import { makeCall } from "./makeCall.ts";

export interface MemoryInbox extends Omit<Inbox, "provider"> {
  branchId: string;
  provider?: string | null;
}

export interface MemoryAgent extends Agent {
  /** The branches whose calls the agent sees. Default: only the home branch. */
  sees?: readonly string[];
}

export interface MemorySession {
  sdpType: "offer" | "answer";
  sdp: string;
  ringsUntil: string | null;
}

export interface LedgerRow {
  provider: string;
  eventId: string;
  callId: string | null;
  kind: string;
  outcome: Exclude<RecordedEvent["outcome"], "duplicate">;
  payload: unknown;
  bodySha256: string | null;
  /** ISO 8601, by the store's clock. */
  receivedAt: string;
}

export interface MemoryCallStoreOptions {
  agents?: readonly MemoryAgent[];
  inboxes?: readonly MemoryInbox[];
  leads?: readonly { id: string; branchId: string | null }[];
  now?: () => Date;
}

/**
 * A `CallStore` in memory whose content can be read. The store has no rules of its own: it uses the rules in `rules/`
 * and `status/`. It behaves like the store on Supabase: both stores pass the same contract suite.
 */
export interface MemoryCallStore extends CallStore {
  readonly calls: Map<string, Call>;
  readonly sessions: Map<string, MemorySession>;
  readonly ledger: LedgerRow[];
  /** The answers of contacts, one for each event. */
  readonly verdicts: MemoryVerdict[];
  readonly contactChanges: MemoryContactChange[];
  readonly requests: Map<string, PermissionRequest>;
  /** The facts about business numbers and accounts, by key (`accountKeys`) and name. */
  readonly accountFacts: Map<string, Map<string, DatedFact>>;
  readonly inboxes: readonly MemoryInbox[];
}

/** The inbox that a request uses. Its number is null if it has none and no default is given. */
type Sender = Omit<ChosenNumber, "business_phone"> & {
  business_phone: string | null;
  inbox_id: string | null;
  branch_id: string | null;
  /** The provider that the inbox names. */
  provider: string | null;
};

/**
 * @example
 * const store = createMemoryCallStore({ agents: [{ id: "ana", branchId: "centro" }] });
 * const handler = createWebhookHandler({ store, sources: [flatWebhooks({ token: "secret" })] });
 */
export function createMemoryCallStore(options: MemoryCallStoreOptions = {}): MemoryCallStore {
  const { agents = [], inboxes = [], leads = [] } = options;
  const now = options.now ?? (() => new Date());
  const calls = new Map<string, Call>();
  const sessions = new Map<string, MemorySession>();
  const ledger: LedgerRow[] = [];
  const permissions = createMemoryPermissions({ calls, chooseNumber, now });
  const claims = new Map<string, { key: string; accepts: number }>();
  const accountFacts = new Map<string, Map<string, DatedFact>>();
  const callHours = new Map<string, CallHours>();

  const findAgent = (id: string) => agents.find((agent) => agent.id === id);
  const findByKey = (key: string) => [...calls.values()].find((call) => call.call_id === key);
  const seenBy = ({ branchId, sees }: MemoryAgent) => sees ?? (branchId === null ? [] : [branchId]);
  const sees = (agent: MemoryAgent, branchId: string | null) =>
    branchId === null || seenBy(agent).includes(branchId);
  const isOurs = (phone: string) => findInbox(inboxes, phone, null) !== undefined;
  const showInbox = (id: string | null) => {
    const inbox = inboxes.find((candidate) => candidate.id === id);
    return inbox
      ? {
          id: inbox.id,
          phoneNumber: inbox.phoneNumber,
          providerPhoneId: inbox.providerPhoneId,
          provider: inbox.provider ?? null,
        }
      : null;
  };

  /** Derives status, end reason, inbox and branch from the facts; a call that is over has no session. */
  function settle(call: Call): Call {
    const { status, endReason } = deriveStatus(call);
    const inbox = call.inbox_id
      ? undefined
      : findInbox(inboxes, call.business_phone, call.provider_phone_id);
    const settled: Call = {
      ...call,
      status,
      end_reason: endReason,
      inbox_id: call.inbox_id ?? inbox?.id ?? null,
      branch_id: call.branch_id ?? inbox?.branchId ?? null,
      updated_at: now().toISOString(),
    };
    calls.set(settled.id, settled);
    if (isTerminal(settled.status)) sessions.delete(settled.id);
    return settled;
  }

  function recordEvent({ id, event, payload, bodySha256, error }: EventRecord): RecordedEvent {
    const key = event.callId;
    const known = id === undefined ? key && findByKey(key) : calls.get(id);
    const call = known || null;
    const write = (outcome: LedgerRow["outcome"], callId = call?.call_id ?? key) => {
      ledger.push({
        provider: event.provider,
        eventId: event.id,
        callId: callId ?? null,
        kind: event.kind,
        outcome,
        payload,
        bodySha256,
        receivedAt: now().toISOString(),
      });
      return outcome;
    };
    const former = ledger.filter(
      (row) => row.provider === event.provider && row.eventId === event.id,
    );
    if (former.some((row) => row.bodySha256 === bodySha256)) {
      return { eventId: event.id, outcome: "duplicate", call, joined: false };
    }
    if (former.length > 0)
      return { eventId: event.id, outcome: write("conflict"), call, joined: false };
    if (error !== undefined)
      return { eventId: event.id, outcome: write("dead_letter"), call: null, joined: false };
    if (event.kind === "account") {
      const outcome = write(saveAccount(event) ? "applied" : "no_change");
      return { eventId: event.id, outcome, call, joined: false };
    }
    if (event.kind === "contact_change") {
      const outcome = write(permissions.saveContactChange(event) ? "applied" : "no_change");
      return { eventId: event.id, outcome, call, joined: false };
    }
    if (event.kind === "permission" || event.kind === "permission_request") {
      const isNew =
        event.kind === "permission"
          ? permissions.saveVerdict(event)
          : permissions.saveRequest(event);
      const outcome = write(isNew ? "applied" : "no_change");
      return { eventId: event.id, outcome, call, joined: false };
    }
    if (!key || event.kind === "unknown" || (!call && event.provider === ownProvider)) {
      return { eventId: event.id, outcome: write("no_change"), call, joined: false };
    }
    const { call: facts, outcome } = reduceCall(call, event, { isOurs });
    const applied = call && outcome === "no_change" ? call : applyFacts(call, facts, event);
    openSession(applied, event);
    const joined = joinAwaited(applied);
    const current = joined ?? applied;
    return {
      eventId: event.id,
      outcome: write(call ? outcome : "applied", current.call_id),
      call: current,
      joined: joined !== null,
    };
  }

  /** Joins a dialled call that waits for its ghost, whether the call or the ghost was stored first. */
  function joinAwaited(call: Call): Call | null {
    const dialled = isPending(call)
      ? [call]
      : [...calls.values()].filter((other) => isGhostOf(call, other));
    for (const one of dialled) {
      const joined = meets(callRules.awaiting_ghost, one) ? joinGhost(one) : null;
      if (joined) return joined;
    }
    return null;
  }

  function joinGhost(dialled: Call): Call | null {
    const ghost = findGhost(dialled, [...calls.values()]);
    return ghost && absorbGhost(dialled, ghost);
  }

  function applyFacts(known: Call | null, facts: CallFacts, event: StoredEvent): Call {
    const created = now().toISOString();
    const base =
      known ??
      makeCall({
        id: crypto.randomUUID(),
        call_id: event.callId ?? "",
        provider_call_id: event.callId ?? null,
        created_at: created,
        updated_at: created,
      });
    const call: Call = { ...base, ...facts };
    // A name that an agent entered is not overwritten.
    if (base.contact_name === null || base.contact_name === base.contact_profile_name) {
      call.contact_name = facts.contact_profile_name;
    }
    if (takesCall(event.kind) && "agentId" in event && event.agentId !== undefined) {
      call.user_id ??= event.agentId;
      call.branch_id ??= findAgent(call.user_id)?.branchId ?? null;
    } else if (
      event.kind === "terminated" &&
      call.user_id === null &&
      isClaimantsTalk({ ...call, claimed_key: claims.get(call.id)?.key ?? null })
    ) {
      call.user_id = call.claimed_by;
      call.branch_id ??= findAgent(call.user_id ?? "")?.branchId ?? null;
    }
    return settle(judgeHours(base, settle(call)));
  }

  /** Judges an incoming call by the business hours, whenever its inbox or its beginning becomes known or changes. */
  function judgeHours(known: Call, call: Call): Call {
    const columns = ["direction", "inbox_id", "started_at"] as const;
    if (columns.every((column) => known[column] === call[column])) return call;
    const hours = call.direction === "entrante" && callHours.get(call.inbox_id ?? "");
    return {
      ...call,
      outside_hours:
        hours && call.started_at !== null ? !isOpen(hours, new Date(call.started_at)) : null,
    };
  }

  function openSession(call: Call, event: StoredEvent): void {
    if (event.kind !== "offer" && event.kind !== "answer") return;
    if (!("sdp" in event.session) || sessions.has(call.id)) return;
    const until = event.kind === "offer" ? ringsUntil(event.occurredAt, now()) : null;
    if (!keepsSession(call, event.kind, until, now())) return;
    sessions.set(call.id, {
      sdpType: event.kind,
      sdp: event.session.sdp,
      ringsUntil: until?.toISOString() ?? null,
    });
  }

  function chooseSender(
    asked: FindAvailabilityInput,
  ): Sender | { refusal: Exclude<NumberRefusal, "business_number_missing"> } {
    const agent = findAgent(asked.userId);
    if (!agent || seenBy(agent).length === 0) return { refusal: "no_branch" };
    const seen = inboxes.filter((inbox) => sees(agent, inbox.branchId));
    const chosen = chooseInbox(seen, agent.branchId, asked.inboxId);
    if ("refusal" in chosen) return chosen;
    const { inbox, branchId } = chosen;
    return {
      business_phone: inbox?.phoneNumber
        ? readInboxPhone(inbox.phoneNumber)
        : (asked.defaultBusinessPhone ?? null),
      provider_phone_id: inbox?.providerPhoneId ?? null,
      inbox_id: inbox?.id ?? null,
      branch_id: branchId,
      provider: inbox?.provider ?? null,
    };
  }

  /** The number to call from, or to send a request from. */
  function chooseNumber(
    asked: FindAvailabilityInput,
  ): (Sender & ChosenNumber) | { refusal: NumberRefusal } {
    const sender = chooseSender(asked);
    if ("refusal" in sender) return sender;
    const { business_phone } = sender;
    if (!business_phone) return { refusal: "business_number_missing" };
    return { ...sender, business_phone };
  }

  function saveAccount(event: Omit<AccountEvent, "raw">): boolean {
    let isNews = false;
    for (const key of accountKeys(event)) {
      const facts = accountFacts.get(key) ?? new Map<string, DatedFact>();
      accountFacts.set(key, facts);
      for (const [fact, value] of Object.entries(event.facts)) {
        const told = { fact, value, occurredAt: event.occurredAt, eventId: event.id };
        const known = facts.get(fact);
        if (known && !isNewerFact(told, known)) continue;
        facts.set(fact, told);
        isNews = true;
      }
    }
    return isNews;
  }

  /** The newest facts about a number, and about the account that it belongs to. */
  function findAccountFacts(phone: string | null, phoneId: string | null): DatedFact[] {
    const factsAt = (keys: readonly string[]) =>
      keys.flatMap((key) => [...(accountFacts.get(key)?.values() ?? [])]);
    const business = {
      ...(phone === null ? {} : { phone }),
      ...(phoneId === null ? {} : { phoneId }),
    };
    const told = factsAt(accountKeys({ business }));
    const own = newestFacts([...told, ...factsAt(joinedKeys(business, told))]);
    const account = own.find(({ fact }) => fact === "account_id");
    const ofAccount = account ? accountKeys({ accountId: String(account.value) }) : [];
    return newestFacts([...own, ...factsAt(ofAccount)]);
  }

  function countPickups(inboxId: string | null, days: number): PickupCount {
    const since = now();
    since.setUTCDate(since.getUTCDate() - days);
    const incoming = [...calls.values()].filter(
      (call) =>
        call.inbox_id === inboxId &&
        inboxId !== null &&
        Date.parse(call.created_at) >= since.getTime() &&
        countsForPickup(call),
    );
    const answered = incoming.filter(({ answered_at }) => answered_at !== null);
    return { incoming: incoming.length, answered: answered.length };
  }

  function absorbGhost(dialled: Call, ghost: Call): Call {
    const session = sessions.get(ghost.id);
    calls.delete(ghost.id);
    sessions.delete(ghost.id);
    if (session && !sessions.has(dialled.id)) sessions.set(dialled.id, session);
    return moveTo(dialled, joinRows(dialled, ghost));
  }

  /** Stores the call under its new `call_id`, and moves its ledger rows. */
  function moveTo(former: Call, call: Call): Call {
    for (const row of ledger) if (row.callId === former.call_id) row.callId = call.call_id;
    const moved = settle(call);
    writeAct("attached", moved);
    return moved;
  }

  const writeAct = (kind: string, call: Call) => writeRow(`${call.id}:${kind}`, kind, call.call_id);

  function writeRow(eventId: string, kind: string, callId: string | null = null): void {
    ledger.push({
      provider: ownProvider,
      eventId,
      callId,
      kind,
      outcome: "applied",
      payload: null,
      bodySha256: null,
      receivedAt: now().toISOString(),
    });
  }

  const store: CallStore = {
    async recordEvents(records) {
      return records.map(recordEvent);
    },

    async beginCall(input: BeginCallInput): Promise<BeginCallResult> {
      const existing = calls.get(input.id);
      if (existing) {
        return existing.user_id === input.userId && existing.direction_source === "dialled"
          ? { outcome: "exists", call: existing, inbox: showInbox(existing.inbox_id) }
          : { outcome: "call_id_taken" };
      }
      const number = chooseNumber(input);
      if ("refusal" in number) return { outcome: number.refusal };
      const agent = findAgent(input.userId);
      const lead = leads.find(({ id }) => id === input.leadId);
      if (input.leadId && (!agent || !lead || !sees(agent, lead.branchId))) {
        return { outcome: "lead_not_found" };
      }
      const provider = number.provider ?? input.provider;
      if (input.providers?.includes(provider) === false)
        return { outcome: "other_provider", provider };
      const created = now().toISOString();
      const call = settle(
        makeCall({
          id: input.id,
          call_id: pendingCallId(input.id),
          provider_call_id: null,
          direction: "saliente",
          direction_source: "dialled",
          started_at: created,
          contact_phone: input.contactPhone ?? null,
          contact_user_id: input.contactUserId ?? null,
          ...number,
          provider,
          user_id: input.userId,
          lead_id: input.leadId ?? null,
          created_at: created,
          updated_at: created,
        }),
      );
      writeAct("dialled", call);
      return { outcome: "created", call, inbox: showInbox(call.inbox_id) };
    },

    async attachCall({ id, callId }) {
      const call = calls.get(id);
      if (!call) throw new CallsError("call_not_found");
      if (call.call_id === callId) return call;
      const ghost = findByKey(callId);
      if (!isPending(call) || ghost?.direction_source === "dialled") {
        throw new CallsError("store_refused");
      }
      return ghost
        ? absorbGhost(call, ghost)
        : moveTo(call, { ...call, call_id: callId, provider_call_id: callId });
    },

    async claimCall({ id, userId, key, accepts = false }: ClaimInput): Promise<ClaimResult> {
      const call = calls.get(id);
      const agent = findAgent(userId);
      if (!call || !agent || !sees(agent, call.branch_id)) return { outcome: "call_not_found" };
      const outcome = judgeClaim(
        { ...call, claimed_key: claims.get(id)?.key ?? null },
        { userId, key },
        { offered: sessions.has(id), now: now() },
      );
      if (outcome === "already_answered") return { outcome, call };
      if (outcome !== "claimed") return { outcome };
      const claimed = { ...call, claimed_by: userId, claimed_at: now().toISOString() };
      const known = claims.get(id);
      const before = known?.key === key ? known.accepts : 0;
      claims.set(id, { key, accepts: before + Number(accepts) });
      calls.set(id, claimed);
      return { outcome: "claimed", call: claimed };
    },

    async releaseClaim({ id, userId, key, accepts = false }) {
      const call = calls.get(id);
      if (!call || call.answered_at !== null) return;
      const claimed = { ...call, claimed_key: claims.get(id)?.key ?? null };
      if (!isOwnClaim(claimed, { userId, key })) return;
      if (!mayRelease(claims.get(id)?.accepts ?? 0, accepts)) return;
      claims.delete(id);
      calls.set(id, { ...call, claimed_by: null, claimed_at: null });
    },

    async findCall({ id, userId }) {
      const call = calls.get(id);
      const agent = findAgent(userId);
      if (!call || !agent || !sees(agent, call.branch_id)) return null;
      const { branchId } = agent;
      return { call, agent: { id: userId, branchId }, inbox: showInbox(call.inbox_id) };
    },

    async knowsContact({ phone, userId }) {
      const agent = findAgent(userId);
      return [...calls.values()].some(
        (call) =>
          call.contact_phone === phone &&
          !isLogged(call) &&
          agent !== undefined &&
          sees(agent, call.branch_id),
      );
    },

    async findAvailability(asked) {
      const sender = chooseSender(asked);
      if ("refusal" in sender) return { outcome: sender.refusal };
      const { inbox_id: inboxId, business_phone: businessPhone, provider_phone_id } = sender;
      return {
        outcome: "found",
        inbox: showInbox(inboxId),
        state: {
          inboxId,
          businessPhone,
          facts: findAccountFacts(businessPhone, provider_phone_id),
          hours: callHours.get(inboxId ?? "") ?? null,
          pickup: {
            days7: countPickups(inboxId, pickupDays.days7),
            days30: countPickups(inboxId, pickupDays.days30),
          },
        },
      };
    },

    async saveCallHours({ inboxId, hours }) {
      const inbox = showInbox(inboxId);
      if (inbox === null) throw new CallsError("inbox_not_found");
      if (hours === null) callHours.delete(inboxId);
      else callHours.set(inboxId, hours);
      return inbox;
    },

    findPermission: permissions.findPermission,
    async beginPermissionRequest(input) {
      const begun = await permissions.beginPermissionRequest(input);
      if (begun.outcome === "created")
        writeRow(`${input.id}:permission_request:requested`, "permission_request");
      return begun;
    },

    async sweepCalls(limits: SweepOptions = {}): Promise<SweepResult> {
      const result: SweepResult = { expired: [], merged: [], forgotten: 0 };
      for (const call of [...calls.values()]) {
        if (isLost(call, now(), limits) && joinGhost(call)) result.merged.push(call.id);
      }
      for (const call of [...calls.values()]) {
        // A call that was just joined is not expired in the same sweep.
        if (result.merged.includes(call.id) || !isExpired(call, now(), limits)) continue;
        writeAct(
          "expired",
          settle({ ...call, expired_at: call.expired_at ?? now().toISOString() }),
        );
        result.expired.push(call.id);
      }
      const forgotten = ledger
        .filter((row) => isForgotten(row, now(), limits))
        .slice(0, ledgerBatch);
      for (const row of forgotten) ledger.splice(ledger.indexOf(row), 1);
      return { ...result, forgotten: forgotten.length };
    },
  };
  const { verdicts, requests, changes: contactChanges } = permissions;
  const rows = { calls, sessions, ledger, verdicts, contactChanges, requests, accountFacts };
  return { ...store, ...rows, inboxes };
}
