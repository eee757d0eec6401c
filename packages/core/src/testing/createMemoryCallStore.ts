import { phoneKey } from "../phone/phoneAliases.ts";
import type {
  Agent,
  BeginCallInput,
  BeginCallRefusal,
  BeginCallResult,
  CallStore,
  ClaimInput,
  ClaimResult,
  EventRecord,
  Inbox,
  RecordedEvent,
  SweepOptions,
  SweepResult,
} from "../ports/callStore.ts";
import { deriveStatus } from "../status/deriveStatus.ts";
import { mergeFacts } from "../status/mergeFacts.ts";
import { reduceCall } from "../status/reduceCall.ts";
import type { PermissionEvent, StoredEvent } from "../vocabulary/callEvent.ts";
import { type Call, type CallFacts, noFacts } from "../vocabulary/callFacts.ts";
import { isTerminal } from "../vocabulary/callStatus.ts";
import { CallsError } from "../vocabulary/callsError.ts";

export interface MemoryInbox extends Inbox {
  branchId: string;
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
}

export interface MemoryCallStoreOptions {
  agents?: readonly MemoryAgent[];
  inboxes?: readonly MemoryInbox[];
  leads?: readonly { id: string; branchId: string | null }[];
  now?: () => Date;
}

/** The `CallStore` in memory, with its data readable. It behaves like the one on Supabase: both pass one contract suite. */
export interface MemoryCallStore extends CallStore {
  readonly calls: Map<string, Call>;
  readonly sessions: Map<string, MemorySession>;
  readonly ledger: LedgerRow[];
  readonly permissions: Map<string, Omit<PermissionEvent, "raw">>;
}

type ChosenInbox =
  | { inbox: MemoryInbox | undefined; branchId: string }
  | { refusal: BeginCallRefusal };

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
  const permissions = new Map<string, Omit<PermissionEvent, "raw">>();

  const findAgent = (id: string) => agents.find((agent) => agent.id === id);
  const findByKey = (key: string) => [...calls.values()].find((call) => call.call_id === key);
  const seenBy = ({ branchId, sees }: MemoryAgent) => sees ?? (branchId === null ? [] : [branchId]);
  const sees = (agent: MemoryAgent, branchId: string | null) =>
    branchId === null || seenBy(agent).includes(branchId);
  const findInbox = (phone: string | null, phoneId: string | null) =>
    inboxes.find((inbox) => phoneId !== null && inbox.providerPhoneId === phoneId) ??
    inboxes.find(
      (inbox) =>
        phone !== null &&
        inbox.phoneNumber !== null &&
        inboxKey(inbox.phoneNumber) === phoneKey(phone),
    );
  const isOurs = (phone: string) => findInbox(phone, null) !== undefined;
  const showInbox = (id: string | null) => {
    const inbox = inboxes.find((candidate) => candidate.id === id);
    return inbox
      ? { id: inbox.id, phoneNumber: inbox.phoneNumber, providerPhoneId: inbox.providerPhoneId }
      : null;
  };

  /** Status, end reason, inbox and branch follow from the facts; a call that is over has no session. */
  function settle(call: Call): Call {
    const { status, endReason } = deriveStatus(call);
    const inbox = call.inbox_id
      ? undefined
      : findInbox(call.business_phone, call.provider_phone_id);
    const settled: Call = {
      ...call,
      status,
      end_reason: endReason,
      inbox_id: call.inbox_id ?? inbox?.id ?? null,
      branch_id: call.branch_id ?? inbox?.branchId ?? null,
      updated_at: now().toISOString(),
    };
    calls.set(settled.id, settled);
    if (isTerminal(status)) sessions.delete(settled.id);
    return settled;
  }

  /** The inbox to dial from, and the call's branch. */
  function chooseInbox(agent: MemoryAgent, wanted: string | undefined): ChosenInbox {
    const seen = inboxes.filter((inbox) => sees(agent, inbox.branchId));
    const home = agent.branchId;
    if (wanted !== undefined) {
      const inbox = seen.find(({ id }) => id === wanted);
      return inbox ? { inbox, branchId: inbox.branchId } : { refusal: "inbox_not_found" };
    }
    const [inbox, second] = seen.filter(({ branchId }) => home === null || branchId === home);
    if (second) return { refusal: "inbox_required" };
    const branchId = inbox?.branchId ?? home;
    return branchId === null ? { refusal: "no_branch" } : { inbox, branchId };
  }

  function recordEvent({ event, payload, bodySha256, error }: EventRecord): RecordedEvent {
    const key = event.callId;
    const known = key?.startsWith("pending:") ? calls.get(key.slice(8)) : key && findByKey(key);
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
    if (event.kind === "permission") {
      return {
        eventId: event.id,
        outcome: write(savePermission(event) ? "applied" : "no_change"),
        call,
        joined: false,
      };
    }
    if (!key || event.kind === "unknown" || (!call && event.provider === "skale")) {
      return { eventId: event.id, outcome: write("no_change"), call, joined: false };
    }
    const { call: facts, outcome } = reduceCall(call, event, { isOurs });
    const applied = call && outcome === "no_change" ? call : applyFacts(call, facts, event);
    openSession(applied, event);
    const joined = joinHungUp(applied);
    const current = joined ?? applied;
    return {
      eventId: event.id,
      outcome: write(call ? outcome : "applied", current.call_id),
      call: current,
      joined: joined !== null,
    };
  }

  /** A hang-up that waits for the call's id is joined with its ghost by whichever comes last. */
  function joinHungUp(call: Call): Call | null {
    const dialled = call.call_id.startsWith("pending:")
      ? call
      : [...calls.values()].find(
          (other) =>
            other.call_id.startsWith("pending:") &&
            other.status === "iniciando" &&
            other.hangup_at !== null &&
            isGhostOf(call, other),
        );
    return dialled && dialled.hangup_at !== null ? joinGhost(dialled) : null;
  }

  /** Joins a dialled call with its ghost, when exactly one fits and that one fits no other dialled call. */
  function joinGhost(dialled: Call): Call | null {
    const all = [...calls.values()];
    // A dial that the provider refused has no call.
    const others = all.filter(
      (other) =>
        other.id !== dialled.id && other.call_id.startsWith("pending:") && other.ended_at === null,
    );
    const [ghost, second] = all.filter(
      (one) => isGhostOf(one, dialled) && !others.some((other) => isGhostOf(one, other)),
    );
    return ghost && !second ? absorbGhost(dialled, ghost) : null;
  }

  function applyFacts(known: Call | null, facts: CallFacts, event: StoredEvent): Call {
    const created = now().toISOString();
    const base: Call = known ?? {
      ...newCall(crypto.randomUUID(), created),
      call_id: event.callId ?? "",
      provider_call_id: event.callId ?? null,
    };
    const call: Call = { ...base, ...facts };
    // A name that an agent gave stays.
    if (base.contact_name === null || base.contact_name === base.contact_profile_name) {
      call.contact_name = facts.contact_profile_name;
    }
    if (event.kind === "answered" && event.agentId !== undefined) {
      call.user_id ??= event.agentId;
      call.branch_id ??= findAgent(call.user_id)?.branchId ?? null;
    }
    return settle(call);
  }

  function openSession(call: Call, event: StoredEvent): void {
    if (event.kind !== "offer" && event.kind !== "answer") return;
    if (!("sdp" in event.session) || isTerminal(call.status) || sessions.has(call.id)) return;
    const heard = Math.min(Date.parse(event.occurredAt), now().getTime());
    const ringsUntil = new Date(heard + 60_000);
    if (event.kind === "offer" && (call.answered_at !== null || ringsUntil <= now())) return;
    sessions.set(call.id, {
      sdpType: event.kind,
      sdp: event.session.sdp,
      ringsUntil: event.kind === "offer" ? ringsUntil.toISOString() : null,
    });
  }

  function savePermission(event: Omit<PermissionEvent, "raw">): boolean {
    const contact = event.contact?.phone ? phoneKey(event.contact.phone) : event.contact?.userId;
    if (contact === undefined) return false;
    const business = event.business?.phone
      ? phoneKey(event.business.phone)
      : event.business?.phoneId;
    const key = `${contact} ${business ?? ""}`;
    const known = permissions.get(key);
    if (known && permissionOrder(known) >= permissionOrder(event)) return false;
    permissions.set(key, event);
    return true;
  }

  function absorbGhost(dialled: Call, ghost: Call): Call {
    const session = sessions.get(ghost.id);
    calls.delete(ghost.id);
    sessions.delete(ghost.id);
    if (session && !sessions.has(dialled.id)) sessions.set(dialled.id, session);
    return moveTo(
      {
        ...dialled,
        ...mergeFacts(dialled, ghost).facts,
        contact_name: dialled.contact_name ?? ghost.contact_name,
        notes: dialled.notes ?? ghost.notes,
        lead_id: dialled.lead_id ?? ghost.lead_id,
      },
      ghost.call_id,
    );
  }

  function moveTo(call: Call, callId: string): Call {
    for (const row of ledger) if (row.callId === call.call_id) row.callId = callId;
    const moved = settle({ ...call, call_id: callId, provider_call_id: callId });
    writeAct("attached", moved);
    return moved;
  }

  function writeAct(kind: string, call: Call): void {
    ledger.push({
      provider: "skale",
      eventId: `${call.id}:${kind}`,
      callId: call.call_id,
      kind,
      outcome: "applied",
      payload: null,
      bodySha256: null,
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
      const agent = findAgent(input.userId);
      if (!agent || seenBy(agent).length === 0) return { outcome: "no_branch" };
      const chosen = chooseInbox(agent, input.inboxId);
      if ("refusal" in chosen) return { outcome: chosen.refusal };
      const { inbox, branchId } = chosen;
      const lead = leads.find(({ id }) => id === input.leadId);
      if (input.leadId && (!lead || !sees(agent, lead.branchId))) {
        return { outcome: "lead_not_found" };
      }
      const businessPhone = inbox?.phoneNumber
        ? toPhone(inbox.phoneNumber)
        : input.defaultBusinessPhone;
      if (!businessPhone) return { outcome: "business_number_missing" };
      const created = now().toISOString();
      const call = settle({
        ...newCall(input.id, created),
        call_id: `pending:${input.id}`,
        provider: input.provider,
        direction: "saliente",
        direction_source: "dialled",
        started_at: created,
        contact_phone: input.contactPhone,
        business_phone: businessPhone,
        provider_phone_id: inbox?.providerPhoneId ?? null,
        user_id: input.userId,
        branch_id: branchId,
        inbox_id: inbox?.id ?? null,
        lead_id: input.leadId ?? null,
      });
      writeAct("dialled", call);
      return { outcome: "created", call, inbox: showInbox(call.inbox_id) };
    },

    async attachCall({ id, callId }) {
      const call = calls.get(id);
      if (!call) throw new CallsError("call_not_found");
      if (call.call_id === callId) return call;
      const ghost = findByKey(callId);
      if (!call.call_id.startsWith("pending:") || ghost?.direction_source === "dialled") {
        throw new CallsError("store_refused");
      }
      return ghost ? absorbGhost(call, ghost) : moveTo(call, callId);
    },

    async claimCall({ id, userId, key }: ClaimInput): Promise<ClaimResult> {
      const call = calls.get(id);
      const agent = findAgent(userId);
      if (!call || !agent || !sees(agent, call.branch_id)) return { outcome: "call_not_found" };
      // Without its offer a call rings nowhere; refusing it is possible still.
      const isRinging = key === "reject" || call.answered_at !== null || sessions.has(id);
      if (isTerminal(call.status) || call.direction !== "entrante" || !isRinging) {
        return { outcome: "not_ringing" };
      }
      const isOwn = call.claimed_by === userId && claimKeys.get(call.id) === key;
      if (call.answered_at !== null) {
        return isOwn ? { outcome: "already_answered", call } : { outcome: "already_claimed" };
      }
      const isHeld =
        call.claimed_at !== null && Date.parse(call.claimed_at) > now().getTime() - 15_000;
      // Who was about to answer may think better of it.
      const isChangeOfMind = key === "reject" && call.claimed_by === userId;
      if (isHeld && !isOwn && !isChangeOfMind) return { outcome: "already_claimed" };
      const claimed = { ...call, claimed_by: userId, claimed_at: now().toISOString() };
      claimKeys.set(id, key);
      calls.set(id, claimed);
      return { outcome: "claimed", call: claimed };
    },

    async releaseClaim({ id, userId, key }) {
      const call = calls.get(id);
      if (call?.claimed_by !== userId || claimKeys.get(id) !== key || call.answered_at !== null)
        return;
      claimKeys.delete(id);
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
          !call.call_id.startsWith("manual:") &&
          agent !== undefined &&
          sees(agent, call.branch_id),
      );
    },

    async sweepCalls(limits: SweepOptions = {}): Promise<SweepResult> {
      const isOlder = (at: string, seconds: number) =>
        Date.parse(at) < now().getTime() - seconds * 1000;
      const result: SweepResult = { expired: [], merged: [] };
      for (const call of [...calls.values()]) {
        if (!call.call_id.startsWith("pending:") || call.status !== "iniciando") continue;
        if (!isOlder(call.created_at, limits.pendingSeconds ?? 60)) continue;
        if (joinGhost(call)) result.merged.push(call.id);
      }
      for (const call of [...calls.values()]) {
        if (isTerminal(call.status) || call.call_id.startsWith("manual:")) continue;
        // What was only just joined has its say first.
        if (result.merged.includes(call.id)) continue;
        const isHungUp =
          call.hangup_at !== null && isOlder(call.hangup_at, limits.hangupSeconds ?? 60);
        const seconds =
          call.answered_at !== null
            ? (limits.inProgressSeconds ?? 14_400)
            : call.direction === "saliente"
              ? (limits.outgoingSeconds ?? 120)
              : (limits.ringingSeconds ?? 90);
        if (!isHungUp && !isOlder(call.created_at, seconds)) continue;
        writeAct(
          "expired",
          settle({ ...call, expired_at: call.expired_at ?? now().toISOString() }),
        );
        result.expired.push(call.id);
      }
      return result;
    },
  };
  const claimKeys = new Map<string, string>();
  return { ...store, calls, sessions, ledger, permissions };
}

function newCall(id: string, created: string): Call {
  return {
    ...noFacts,
    id,
    call_id: "",
    provider_call_id: null,
    status: "iniciando",
    end_reason: null,
    contact_name: null,
    user_id: null,
    branch_id: null,
    inbox_id: null,
    lead_id: null,
    notes: null,
    claimed_by: null,
    claimed_at: null,
    created_at: created,
    updated_at: created,
  };
}

/** An inbox's number may be written by hand. */
const toPhone = (written: string) => `+${written.replace(/\D/g, "")}`;
const inboxKey = (written: string) => phoneKey(toPhone(written));

/** The newest; of two at the same moment a refusal, then the greater id. */
function permissionOrder(event: Omit<PermissionEvent, "raw">): string {
  return `${event.occurredAt} ${event.response === "accept" ? 0 : 1} ${event.id}`;
}

function isGhostOf(ghost: Call, dialled: Call): boolean {
  const born = Date.parse(ghost.created_at) - Date.parse(dialled.created_at);
  return (
    ghost.direction === "saliente" &&
    (ghost.direction_source === "provider" || ghost.direction_source === "inbox") &&
    born >= 0 &&
    born < 120_000 &&
    ghost.contact_phone !== null &&
    phoneKey(ghost.contact_phone) === phoneKey(dialled.contact_phone ?? "") &&
    (ghost.business_phone && dialled.business_phone
      ? phoneKey(ghost.business_phone) === phoneKey(dialled.business_phone)
      : !ghost.provider_phone_id ||
        !dialled.provider_phone_id ||
        ghost.provider_phone_id === dialled.provider_phone_id)
  );
}
