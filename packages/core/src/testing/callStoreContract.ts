import type { ClaimInput, EventRecord } from "../ports/callStore.ts";
import { ledgerBatch } from "../rules/ledger.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import { sha256Hex } from "../signature/hash.ts";
import type { CallEventKind, StoredEvent } from "../vocabulary/callEvent.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { type ContractCase, contractWorld, type StoreUnderTest } from "./contractWorld.ts";
import { expectEqual as equal } from "./expectEqual.ts";
import { permissionContract } from "./permissionContract.ts";

const [branchA, branchB] = contractWorld.branches;
const [anaA, luisA, eva, nobody, ofBoth, manager, managerOfA] = contractWorld.agents;
const [inboxA, inboxB1, inboxB2] = contractWorld.inboxes;
const [, leadB] = contractWorld.leads;
const contact = "+525587654321";

type Fields = Record<string, unknown>;
let made = 0;

/**
 * Creates a record with one event. By default, the event's id is new. For an act of ours, `of` is our own id of the
 * call.
 */
function record(
  under: StoreUnderTest,
  kind: CallEventKind,
  { of, ...fields }: Fields = {},
): EventRecord {
  made += 1;
  const event = {
    id: `evt_${made}`,
    provider: "ycloud",
    kind,
    callId: "wacid.1",
    occurredAt: under.now().toISOString(),
    ...(kind === "offer" || kind === "answer" ? { session: { invalid: "missing" } } : {}),
    ...fields,
  } as StoredEvent;
  return {
    event,
    payload: { of: event.id },
    bodySha256: sha256Hex(JSON.stringify(event)),
    ...(typeof of === "string" ? { id: of } : {}),
  };
}

const incoming = {
  direction: "entrante",
  contact: { phone: contact, profileName: "Ana" },
  business: { phone: "+5215500000001" },
};
const outgoing = {
  direction: "saliente",
  contact: { phone: contact },
  business: { phone: "+5215500000001", phoneId: "461269257068832" },
};
const sdp = { session: { sdp: "v=0\r\n" } };

async function send(under: StoreUnderTest, kind: CallEventKind, fields: Fields = {}) {
  const [recorded] = await under.store.recordEvents([record(under, kind, fields)]);
  if (!recorded) throw new Error("recordEvents returned nothing");
  return recorded;
}

async function onlyCall(under: StoreUnderTest): Promise<Call> {
  const calls = await under.readCalls();
  equal(calls.length, 1, "number of calls");
  return calls[0] as Call;
}

interface Dial {
  id?: string;
  userId?: string;
  contactPhone?: string;
  contactUserId?: string;
  inboxId?: string;
  leadId?: string;
  defaultBusinessPhone?: string;
  providers?: string[];
}

function begin(under: StoreUnderTest, { contactPhone, contactUserId, ...more }: Dial = {}) {
  return under.store.beginCall({
    id: dialledId,
    userId: anaA.id,
    provider: "ycloud",
    ...more,
    ...(contactUserId === undefined
      ? { contactPhone: contactPhone ?? contact }
      : { contactUserId }),
  });
}

const dialledId = "00000000-0000-4000-8000-000000000d01";

/** The rules of the `CallStore` port, as cases that throw if a rule is broken. */
export const callStoreContract: readonly ContractCase[] = [
  {
    name: "an incoming call gets the inbox and the branch of its number, in any form of the number",
    async run(under) {
      const { outcome, call } = await send(under, "offer", { ...incoming, ...sdp });
      equal(outcome, "applied", "outcome");
      equal(call?.branch_id, branchA, "branch");
      equal(call?.inbox_id, inboxA.id, "inbox");
      equal(call?.status, "iniciando", "status");
      equal(call?.contact_name, "Ana", "contact's name");
      equal(call?.provider_call_id, "wacid.1", "provider_call_id");
      equal((await under.readSession(call?.id ?? ""))?.sdpType, "offer", "session");
    },
  },
  {
    name: "the same event twice has one effect and one row in the ledger",
    async run(under) {
      const once = record(under, "offer", incoming);
      await under.store.recordEvents([once]);
      const [again] = await under.store.recordEvents([once]);
      equal(again?.outcome, "duplicate", "outcome");
      equal((await under.readLedger()).length, 1, "ledger");
    },
  },
  {
    name: "the same id with another body is recorded as a conflict and changes nothing",
    async run(under) {
      const once = record(under, "offer", incoming);
      await under.store.recordEvents([once]);
      const before = await onlyCall(under);
      const forged = record(under, "terminated", { ...incoming, id: once.event.id });
      const [recorded] = await under.store.recordEvents([forged]);
      equal(recorded?.outcome, "conflict", "outcome");
      equal(await onlyCall(under), before, "call");
      equal((await under.store.recordEvents([forged]))[0]?.outcome, "duplicate", "outcome again");
    },
  },
  {
    name: "an event that contains nothing new is no change",
    async run(under) {
      const first = record(under, "offer", incoming);
      await under.store.recordEvents([first]);
      const again = {
        ...first,
        event: { ...first.event, id: "evt_other" },
        bodySha256: sha256Hex("other"),
      };
      equal((await under.store.recordEvents([again]))[0]?.outcome, "no_change", "outcome");
    },
  },
  {
    name: "a batch is stored completely and in order",
    async run(under) {
      const recorded = await under.store.recordEvents([
        record(under, "offer", { ...incoming, callId: "wacid.b" }),
        record(under, "offer", { ...incoming, callId: "wacid.a" }),
        record(under, "terminated", { ...incoming, callId: "wacid.b" }),
      ]);
      equal(
        recorded.map(({ call }) => call?.call_id),
        ["wacid.b", "wacid.a", "wacid.b"],
        "calls",
      );
      equal(recorded[2]?.call?.end_reason, "missed", "end");
    },
  },
  {
    name: "an unknown event is in the ledger and makes no call",
    async run(under) {
      equal(
        (await send(under, "unknown", { type: "whatsapp.call.new" })).outcome,
        "no_change",
        "outcome",
      );
      equal(await under.readCalls(), [], "calls");
      equal((await under.readLedger()).length, 1, "ledger");
    },
  },
  {
    name: "a record with an error is a dead letter",
    async run(under) {
      const letter = { ...record(under, "offer", incoming), error: "no call id" };
      equal((await under.store.recordEvents([letter]))[0]?.outcome, "dead_letter", "outcome");
      equal(await under.readCalls(), [], "calls");
    },
  },
  {
    name: "the session of a call is emptied when the call ends, and a late offer opens no new session",
    async run(under) {
      await send(under, "offer", { ...incoming, ...sdp });
      const { call } = await send(under, "terminated", incoming);
      equal(await under.readSession(call?.id ?? ""), null, "session after the end");
      await send(under, "offer", { ...incoming, ...sdp });
      equal(await under.readSession(call?.id ?? ""), null, "session after a late offer");
    },
  },
  {
    name: "an offer that is older than 60 s, by its webhook's time, does not ring",
    async run(under) {
      const occurredAt = new Date(under.now().getTime() - 61_000).toISOString();
      const { call } = await send(under, "offer", { ...incoming, ...sdp, occurredAt });
      equal(await under.readSession(call?.id ?? ""), null, "session");
    },
  },
  {
    name: "our inboxes decide the direction of an event without one, and the contact is the other side",
    async run(under) {
      const parties = { from: "+525500000001", to: contact };
      const defaultDirection = "entrante";
      for (const [callId, sender] of Object.entries({
        "flat.1": { provider: "flat", defaultDirection },
        "acme.1": { provider: "acme" },
      })) {
        const out = await send(under, "ringing", { ...sender, callId, parties });
        equal(out.call?.direction, "saliente", `direction of ${callId}`);
        equal(out.call?.contact_phone, contact, `contact of ${callId}`);
      }
      const flat = await send(under, "ringing", { callId: "flat.2", defaultDirection });
      equal(flat.call?.direction, "entrante", "default direction");
      const acme = await send(under, "ringing", { callId: "acme.2" });
      equal(acme.call?.direction, null, "no default, no direction");
    },
  },
  {
    name: "a name that an agent entered is not overwritten",
    async run(under) {
      await send(under, "offer", incoming);
      const call = await onlyCall(under);
      equal(call.contact_name, "Ana", "name from the profile");
      await send(under, "ringing", {
        ...incoming,
        contact: { phone: contact, profileName: "Aaa" },
      });
      equal((await onlyCall(under)).contact_name, "Aaa", "follows the profile");
    },
  },
  {
    name: "a text that is too long is cut, an id that is too long is dropped, in any order of the same events",
    async run(under) {
      const said = {
        ...incoming,
        contact: { phone: contact, userId: "u".repeat(300), profileName: "ñ".repeat(5120) },
      };
      await send(under, "offer", said);
      await send(under, "terminated", { ...said, errorCode: "e".repeat(256) });
      await send(under, "recording", { available: true, assetId: "a".repeat(255) });
      const call = await onlyCall(under);
      equal(call.contact_profile_name, "ñ".repeat(200), "profile name");
      equal(call.contact_name, "ñ".repeat(200), "name");
      equal([call.contact_user_id, call.error_code], [null, null], "ids");
      equal(call.recording_asset, "a".repeat(255), "an id of the longest length");
    },
  },
  {
    name: "the payload of a call button or a call link stays with the call",
    async run(under) {
      const button = "\u{1F697}".repeat(512);
      await send(under, "terminated", { ...incoming, ctaPayload: button });
      await send(under, "offer", { ...incoming, deeplinkPayload: "x".repeat(1025) });
      const call = await onlyCall(under);
      equal([call.cta_payload, call.deeplink_payload], [button, null], "payloads");
    },
  },
  {
    name: "a dialled call has a row at once, and repeating its id dials nothing",
    async run(under) {
      const begun = await begin(under);
      equal(begun.outcome, "created", "outcome");
      if (!("call" in begun)) return;
      equal(begun.call.call_id, `pending:${dialledId}`, "call_id");
      equal(begun.call.business_phone, "+5215500000001", "from");
      equal(begun.inbox?.id, inboxA.id, "the branch's only inbox");
      equal((await begin(under)).outcome, "exists", "again");
      equal((await begin(under, { userId: luisA.id })).outcome, "call_id_taken", "another agent");
      equal((await under.readCalls()).length, 1, "calls");
    },
  },
  {
    name: "inbox, lead, branch and number are checked",
    async run(under) {
      const of = async (more: Dial) => (await begin(under, more)).outcome;
      equal(await of({ userId: nobody.id }), "no_branch", "no branch");
      equal(await of({ userId: eva.id }), "inbox_required", "several inboxes");
      equal(await of({ inboxId: inboxB1.id }), "inbox_not_found", "another branch's inbox");
      equal(await of({ leadId: leadB.id }), "lead_not_found", "another branch's lead");
      equal(
        await of({ userId: eva.id, inboxId: inboxB2.id }),
        "business_number_missing",
        "no number",
      );
      equal(await under.readCalls(), [], "calls");
      const default_ = {
        userId: eva.id,
        inboxId: inboxB2.id,
        defaultBusinessPhone: "+525500000009",
      };
      equal(await of(default_), "created", "the installation's number");
    },
  },
  {
    name: "the inbox decides which provider dials; a provider that cannot dial the call writes nothing",
    async run(under) {
      const wanted = {
        userId: eva.id,
        inboxId: inboxB2.id,
        defaultBusinessPhone: "+525500000009",
      };
      const other = await begin(under, { ...wanted, providers: ["ycloud"] });
      equal(other, { outcome: "other_provider", provider: "meta" }, "a provider that cannot");
      equal(await under.readCalls(), [], "calls");
      const begun = await begin(under, { ...wanted, providers: ["meta", "ycloud"] });
      if (!("call" in begun)) throw new Error(begun.outcome);
      equal(begun.call.provider, "meta", "the inbox's provider");
      equal(begun.inbox?.provider, "meta", "the inbox");
      const id = crypto.randomUUID();
      const standard = await begin(under, { id, providers: ["ycloud"] });
      if (!("call" in standard)) throw new Error(standard.outcome);
      equal(standard.call.provider, "ycloud", "the standard provider");
      equal(standard.inbox?.provider, null, "an inbox that names none");
    },
  },
  {
    name: "an agent of several branches dials from each; without a chosen inbox, from the home branch's inbox or the only visible one",
    async run(under) {
      const dial = async (more: Dial) => {
        const begun = await begin(under, { id: crypto.randomUUID(), ...more });
        return "call" in begun
          ? [begun.call.branch_id, begun.call.inbox_id, begun.call.user_id]
          : begun.outcome;
      };
      equal(
        await dial({ userId: ofBoth.id }),
        [branchA, inboxA.id, ofBoth.id],
        "the home branch's",
      );
      equal(
        await dial({ userId: ofBoth.id, inboxId: inboxB1.id, leadId: leadB.id }),
        [branchB, inboxB1.id, ofBoth.id],
        "the other branch's, with a lead of that branch",
      );
      equal(await dial({ userId: manager.id }), "inbox_required", "several are seen");
      equal(
        await dial({ userId: managerOfA.id }),
        [branchA, inboxA.id, managerOfA.id],
        "the only visible one",
      );
      equal(
        await dial({ userId: manager.id, inboxId: inboxB1.id }),
        [branchB, inboxB1.id, manager.id],
        "without a home branch, from the chosen one",
      );
      equal(
        await dial({ userId: managerOfA.id, inboxId: inboxB1.id }),
        "inbox_not_found",
        "an inbox of an invisible branch",
      );
      equal(
        await dial({ userId: managerOfA.id, leadId: leadB.id }),
        "lead_not_found",
        "a lead of an invisible branch",
      );
    },
  },
  {
    name: "an agent of several branches finds and answers the calls of each; the branch stays",
    async run(under) {
      const toB = { ...incoming, ...sdp, business: { phone: inboxB1.phoneNumber } };
      const id = (await send(under, "offer", toB)).call?.id ?? "";
      for (const { id: userId } of [ofBoth, manager]) {
        equal((await under.store.findCall({ id, userId }))?.inbox?.id, inboxB1.id, "found");
        const claim = { id, userId, key: "k" };
        equal((await under.store.claimCall(claim)).outcome, "claimed", "claimed");
        await under.store.releaseClaim(claim);
      }
      equal(await under.store.findCall({ id, userId: managerOfA.id }), null, "not seen");
      const found = await under.store.findCall({ id, userId: manager.id });
      equal(found?.agent, { id: manager.id, branchId: null }, "at home nowhere");
      await send(under, "answered", { provider: "skale", agentId: ofBoth.id });
      const answered = await onlyCall(under);
      equal([answered.branch_id, answered.user_id], [branchB, ofBoth.id], "answered");
    },
  },
  {
    name: "a contact's number from a webhook is known to agents who see the call",
    async run(under) {
      const phone = "+5491523456789";
      const knows = (userId: string, asked = phone) =>
        under.store.knowsContact?.({ phone: asked, userId });
      // A store may omit this method.
      if (!under.store.knowsContact) return;
      equal(await knows(anaA.id), false, "before");
      await send(under, "offer", { ...incoming, ...sdp, contact: { phone } });
      equal(await knows(anaA.id), true, "after");
      equal(await knows(anaA.id, "+541523456789"), false, "another form");
      equal(await knows(eva.id), false, "of another branch");
    },
  },
  {
    name: "a refused call belongs to the agent who refused it",
    async run(under) {
      const { call } = await send(under, "offer", { ...incoming, ...sdp });
      await send(under, "rejected", { provider: "skale", of: call?.id, agentId: luisA.id });
      const refused = await onlyCall(under);
      equal([refused.status, refused.user_id], ["cancelada", luisA.id], "status and agent");
    },
  },
  {
    name: "a call without a branch gets the home branch of the agent who answers, if there is one",
    async run(under) {
      const answer = async (callId: string, agentId: string) => {
        await send(under, "offer", { callId, direction: "entrante", ...sdp });
        return (await send(under, "answered", { callId, provider: "skale", agentId })).call;
      };
      equal((await answer("wacid.1", ofBoth.id))?.branch_id, branchA, "home");
      const nowhere = await answer("wacid.2", manager.id);
      equal([nowhere?.branch_id, nowhere?.user_id], [null, manager.id], "no home");
    },
  },
  {
    name: "attach gives the call its id, and may be repeated",
    async run(under) {
      await begin(under);
      const attach = { id: dialledId, callId: "wacid.1", provider: "ycloud" };
      equal((await under.store.attachCall(attach)).call_id, "wacid.1", "call_id");
      equal((await under.store.attachCall(attach)).call_id, "wacid.1", "call_id again");
      await send(under, "accepted", outgoing);
      equal((await onlyCall(under)).status, "en_curso", "status");
      const kinds = (await under.readLedger()).filter(({ callId }) => callId === "wacid.1");
      equal(
        kinds.map(({ kind }) => kind),
        ["dialled", "attached", "accepted"],
        "ledger",
      );
    },
  },
  {
    name: "attach merges the ghost that an earlier webhook created: id, facts, session and ledger",
    async run(under) {
      await begin(under);
      await send(under, "answer", { ...outgoing, ...sdp });
      await send(under, "ringing", outgoing);
      equal((await under.readCalls()).length, 2, "row and ghost");
      await under.store.attachCall({ id: dialledId, callId: "wacid.1", provider: "ycloud" });
      const call = await onlyCall(under);
      equal(call.id, dialledId, "id");
      equal(call.user_id, anaA.id, "agent");
      equal(call.direction_source, "dialled", "direction's source");
      if (call.ringing_at === null) throw new Error("the ghost's facts are lost");
      equal((await under.readSession(dialledId))?.sdpType, "answer", "session");
      equal(
        (await under.readLedger()).filter(({ callId }) => callId === "wacid.1").length,
        4,
        "ledger rows of the call",
      );
    },
  },
  {
    name: "a hang-up by our own id reaches the call before and after its id is known",
    async run(under) {
      await begin(under);
      const hangup = { provider: "skale", of: dialledId, agentId: anaA.id };
      const { call } = await send(under, "hangup", hangup);
      if (call?.hangup_at == null) throw new Error("the hang-up is not kept");
      const attached = await under.store.attachCall({
        id: dialledId,
        callId: "wacid.1",
        provider: "ycloud",
      });
      if (attached.hangup_at === null) throw new Error("attach forgot the hang-up");
      equal((await send(under, "terminated", outgoing)).call?.end_reason, "cancelled", "end");
      equal(
        (await send(under, "hangup", { ...hangup, id: "late" })).call?.call_id,
        "wacid.1",
        "late",
      );
    },
  },
  {
    name: "a hang-up whose dial lost its answer is merged with the ghost, in either order",
    async run(under) {
      const hangup = { provider: "skale", of: dialledId, agentId: anaA.id };
      await begin(under);
      equal((await send(under, "ringing", outgoing)).joined, false, "nothing to hang up");
      const joined = await send(under, "hangup", hangup);
      equal([joined.joined, joined.call?.call_id], [true, "wacid.1"], "by the hang-up");
      const second = "00000000-0000-4000-8000-000000000d02";
      await begin(under, { id: second, contactPhone: "+525511110000" });
      await send(under, "hangup", { ...hangup, id: "second", of: second });
      const other = { ...outgoing, callId: "wacid.2", contact: { phone: "+5215511110000" } };
      const { joined: isJoined, call } = await send(under, "answer", { ...other, ...sdp });
      equal([isJoined, call?.id, call?.call_id], [true, second, "wacid.2"], "by the webhook");
      equal((await under.readSession(second))?.sdpType, "answer", "session");
      equal((await send(under, "ringing", other)).joined, false, "once");
      equal((await under.readCalls()).length, 2, "calls");
    },
  },
  {
    name: "a dial whose answer is unclear is joined with the ghost, whether the answer or the webhook comes first",
    async run(under) {
      await begin(under);
      equal((await send(under, "ringing", outgoing)).joined, false, "the answer may still arrive");
      const unclear = { provider: "skale", of: dialledId };
      const joined = await send(under, "unclear", unclear);
      equal([joined.joined, joined.call?.call_id], [true, "wacid.1"], "by the dial");
      if (joined.call?.unclear_at == null) throw new Error("unclear_at is not stored");
      const second = "00000000-0000-4000-8000-000000000d02";
      await begin(under, { id: second, contactPhone: "+525511110000" });
      const { call: waiting } = await send(under, "unclear", { ...unclear, of: second });
      equal(waiting?.call_id, `pending:${second}`, "waits for its ghost");
      const other = { ...outgoing, callId: "wacid.2", contact: { phone: "+5215511110000" } };
      const { joined: isJoined, call } = await send(under, "answer", { ...other, ...sdp });
      equal([isJoined, call?.id, call?.call_id], [true, second, "wacid.2"], "by the webhook");
      equal((await under.readSession(second))?.sdpType, "answer", "session");
      equal((await under.readCalls()).length, 2, "calls");
    },
  },
  {
    name: "an unclear dial is not joined if it matches two ghosts, or if its ghost matches two dials",
    async run(under) {
      const second = "00000000-0000-4000-8000-000000000d02";
      await begin(under);
      await begin(under, { id: second });
      for (const id of [dialledId, second]) {
        await send(under, "unclear", { provider: "skale", of: id });
      }
      equal((await send(under, "ringing", outgoing)).joined, false, "one ghost for two dials");
      await begin(under, {
        id: "00000000-0000-4000-8000-000000000d03",
        contactPhone: "+525511110000",
      });
      const other = { ...outgoing, contact: { phone: "+525511110000" } };
      await send(under, "ringing", { ...other, callId: "wacid.2" });
      await send(under, "ringing", { ...other, callId: "wacid.3" });
      const third = { provider: "skale", of: "00000000-0000-4000-8000-000000000d03" };
      equal((await send(under, "unclear", third)).joined, false, "two ghosts for one dial");
      equal((await under.readCalls()).length, 6, "calls");
    },
  },
  {
    name: "a call to a user id stores the id, ignores phones in webhooks, and is joined with its ghost by the id",
    async run(under) {
      const user = { contactUserId: "MX.13491208655302741918" };
      const begun = await begin(under, user);
      if (!("call" in begun)) throw new Error(begun.outcome);
      equal(
        [begun.call.contact_phone, begun.call.contact_user_id],
        [null, user.contactUserId],
        "whom",
      );
      const told = { ...outgoing, contact: { phone: contact, userId: user.contactUserId } };
      await send(under, "ringing", { ...told, callId: "else", contact: { userId: "MX.2" } });
      await send(under, "ringing", told);
      const { joined, call } = await send(under, "unclear", { provider: "skale", of: dialledId });
      equal([joined, call?.id, call?.call_id], [true, dialledId, "wacid.1"], "joined");
      equal([call?.contact_phone, call?.contact_user_id], [null, user.contactUserId], "contact");
    },
  },
  {
    name: "a refused dial to the same contact does not match the ghost of the next dial",
    async run(under) {
      const refused = "00000000-0000-4000-8000-000000000d02";
      await begin(under, { id: refused });
      const ours = (of: string) => ({ provider: "skale", of });
      await send(under, "refused", { ...ours(refused), errorCode: "rate_limited" });
      await begin(under);
      await send(under, "ringing", outgoing);
      const hangup = { ...ours(dialledId), agentId: anaA.id };
      const { joined, call } = await send(under, "hangup", hangup);
      equal([joined, call?.id, call?.call_id], [true, dialledId, "wacid.1"], "joined");
    },
  },
  {
    name: "a call without its offer does not ring, but can be refused",
    async run(under) {
      const { call } = await send(under, "offer", incoming);
      const claim = { id: call?.id ?? "", userId: anaA.id };
      equal((await under.store.claimCall({ ...claim, key: "k" })).outcome, "not_ringing", "answer");
      equal(
        (await under.store.claimCall({ ...claim, key: "reject" })).outcome,
        "claimed",
        "refusal",
      );
    },
  },
  {
    name: "a call that was answered belongs to the agent who had claimed it, even if nobody heard of the answer",
    async run(under) {
      for (const [key, owner] of [
        ["sha256", anaA.id],
        ["reject", null],
      ] as const) {
        const of = { ...incoming, callId: `wacid.${key}` };
        const { call } = await send(under, "offer", { ...of, ...sdp });
        const claim = { id: call?.id ?? "", userId: anaA.id, key };
        equal((await under.store.claimCall(claim)).outcome, "claimed", "claimed");
        const unanswered = await send(under, "ringing", of);
        equal(unanswered.call?.user_id, null, "while it rings");
        const ended = await send(under, "terminated", { ...of, durationSeconds: 5 });
        equal([ended.call?.status, ended.call?.user_id], ["completada", owner], key);
      }
    },
  },
  {
    name: "an agent claims a call, may repeat the claim, and loses it by release or expiry",
    async run(under) {
      const { call } = await send(under, "offer", { ...incoming, ...sdp });
      const ana: ClaimInput = { id: call?.id ?? "", userId: anaA.id, key: "k1" };
      const luis: ClaimInput = { id: call?.id ?? "", userId: luisA.id, key: "k2" };
      const claim = async (input: ClaimInput) => (await under.store.claimCall(input)).outcome;
      equal(await claim({ ...ana, userId: eva.id }), "call_not_found", "another branch");
      equal(await claim(ana), "claimed", "first");
      equal(await claim(ana), "claimed", "the same pair");
      equal(await claim(luis), "already_claimed", "another agent");
      equal(await claim({ ...ana, key: "k3" }), "already_claimed", "another SDP");
      equal(await claim({ ...luis, key: "reject" }), "already_claimed", "another agent's refusal");
      equal(await claim({ ...ana, key: "reject" }), "claimed", "one's own refusal");
      equal(await claim(ana), "already_claimed", "after one's own refusal");
      await under.store.releaseClaim({ ...ana, key: "reject" });
      equal(await claim(ana), "claimed", "after it was given up");
      await under.store.releaseClaim(luis);
      equal(await claim(luis), "already_claimed", "after another's release");
      await under.store.releaseClaim(ana);
      equal(await claim(luis), "claimed", "after the release");
      await under.age(16);
      equal(await claim(ana), "claimed", "after it lapsed");
      await send(under, "answered", { provider: "skale", agentId: anaA.id });
      equal(await claim(ana), "already_answered", "the pair that answered");
      equal(await claim(luis), "already_claimed", "another agent");
      const answered = await onlyCall(under);
      equal([answered.status, answered.user_id], ["en_curso", anaA.id], "answered call");
      await send(under, "terminated", { ...incoming, durationSeconds: 3 });
      equal(await claim(ana), "not_ringing", "after the end");
    },
  },
  {
    name: "the refusal of a repeated accept releases no claim, because the first accept may have answered the call",
    async run(under) {
      const { call } = await send(under, "offer", { ...incoming, ...sdp });
      const ana: ClaimInput = { id: call?.id ?? "", userId: anaA.id, key: "k1" };
      const accept = { ...ana, accepts: true };
      const claimant = async () => (await onlyCall(under)).claimed_by;
      await under.store.claimCall(ana);
      await under.store.claimCall(accept);
      await under.store.releaseClaim(accept);
      equal(await claimant(), null, "the first accept was refused");
      await under.store.claimCall(accept);
      await under.store.claimCall(ana);
      await under.store.releaseClaim(ana);
      equal(await claimant(), anaA.id, "another step was refused after an accept");
      await under.store.claimCall(accept);
      await under.store.releaseClaim(accept);
      equal(await claimant(), anaA.id, "the second accept was refused");
      await under.age(16);
      const other = { ...accept, key: "k2" };
      equal((await under.store.claimCall(other)).outcome, "claimed", "with another SDP later");
      await under.store.releaseClaim(other);
      equal(await claimant(), null, "the first accept with another SDP was refused");
    },
  },
  {
    name: "two claims at once: one wins",
    async run(under) {
      const { call } = await send(under, "offer", { ...incoming, ...sdp });
      const outcomes = await Promise.all(
        [anaA, luisA].map(({ id }) =>
          under.store.claimCall({ id: call?.id ?? "", userId: id, key: id }),
        ),
      );
      equal(
        outcomes.map(({ outcome }) => outcome).sort(),
        ["already_claimed", "claimed"],
        "outcomes",
      );
    },
  },
  {
    name: "an outgoing call cannot be claimed",
    async run(under) {
      await begin(under);
      const claim = { id: dialledId, userId: anaA.id, key: "k" };
      equal((await under.store.claimCall(claim)).outcome, "not_ringing", "outcome");
    },
  },
  {
    name: "only agents who may see a call find it",
    async run(under) {
      const { call } = await send(under, "offer", incoming);
      const id = call?.id ?? "";
      equal(
        (await under.store.findCall({ id, userId: luisA.id }))?.inbox?.id,
        inboxA.id,
        "own branch",
      );
      equal(await under.store.findCall({ id, userId: eva.id }), null, "another branch");
      const other = await send(under, "offer", { callId: "wacid.2", direction: "entrante" });
      const found = await under.store.findCall({ id: other.call?.id ?? "", userId: eva.id });
      equal(found?.agent.branchId, eva.branchId, "a call of no branch yet");
    },
  },
  {
    name: "the sweep expires calls without an end at the limits, and a late end corrects them",
    async run(under) {
      await send(under, "offer", { ...incoming, callId: "rings" });
      await send(under, "ringing", { ...outgoing, callId: "out" });
      await send(under, "accepted", { ...outgoing, callId: "talks" });
      const expired = async () => (await under.store.sweepCalls()).expired.length;
      await under.age(80);
      equal(await expired(), 0, "after 80 s");
      await under.age(20);
      equal(await expired(), 1, "after 100 s");
      await under.age(30);
      equal(await expired(), 1, "after 130 s");
      await under.age(14_400);
      equal(await expired(), 1, "after 4 h");
      equal(await expired(), 0, "again");
      const statuses = new Map(
        (await under.readCalls()).map((call) => [call.call_id, call.status]),
      );
      equal(
        [statuses.get("rings"), statuses.get("out"), statuses.get("talks")],
        ["no_contestada", "no_contestada", "completada"],
        "statuses",
      );
      const late = await send(under, "terminated", {
        ...outgoing,
        callId: "out",
        durationSeconds: 5,
      });
      equal(late.call?.status, "completada", "after a late end");
    },
  },
  {
    name: "the sweep counts a requested hang-up as the end",
    async run(under) {
      await begin(under);
      await under.store.attachCall({ id: dialledId, callId: "wacid.1", provider: "ycloud" });
      await send(under, "hangup", { provider: "skale", of: dialledId });
      await under.age(61);
      equal((await under.store.sweepCalls()).expired, [dialledId], "expired");
      equal((await onlyCall(under)).end_reason, "cancelled", "end");
    },
  },
  {
    name: "a dial without an id that was hung up stays joinable while a ghost can belong to it",
    async run(under) {
      await begin(under);
      await send(under, "hangup", { provider: "skale", of: dialledId });
      await under.age(100);
      equal((await under.store.sweepCalls()).expired, [], "after 100 s");
      const ghost = await send(under, "ringing", outgoing);
      equal([ghost.joined, ghost.call?.id], [true, dialledId], "joined");
      equal(ghost.call?.status, "iniciando", "the hang-up can be carried out");
    },
  },
  {
    name: "the sweep's limits need not be whole seconds",
    async run(under) {
      await send(under, "offer", incoming);
      await under.age(1);
      equal((await under.store.sweepCalls({ ringingSeconds: 1.5 })).expired, [], "before");
      await under.age(1);
      equal((await under.store.sweepCalls({ ringingSeconds: 1.5 })).expired.length, 1, "after");
    },
  },
  {
    name: "the sweep merges a dial that lost its answer with its only ghost, by aliases",
    async run(under) {
      await begin(under);
      const ghost = { ...outgoing, contact: { phone: "+5215587654321" } };
      await send(under, "accepted", ghost);
      await under.age(30);
      equal((await under.store.sweepCalls()).merged, [], "too early");
      await under.age(31);
      equal((await under.store.sweepCalls()).merged, [dialledId], "merged");
      const call = await onlyCall(under);
      equal([call.id, call.call_id, call.status], [dialledId, "wacid.1", "en_curso"], "call");
      equal(call.contact_phone, contact, "what we dialled wins");
    },
  },
  {
    name: "the sweep merges nothing when two ghosts match, or when only the contact's user id is known",
    async run(under) {
      await begin(under);
      await send(under, "ringing", { ...outgoing, callId: "wacid.1" });
      await send(under, "ringing", { ...outgoing, callId: "wacid.2" });
      await send(under, "ringing", { ...outgoing, callId: "wacid.3", contact: { userId: "MX.1" } });
      await under.age(61);
      equal((await under.store.sweepCalls()).merged, [], "merged");
      equal((await under.readCalls()).length, 4, "calls");
    },
  },
  {
    name: "the sweep deletes events that only pass through, after their time and in bounded batches",
    async run(under) {
      const occurredAt = under.now().toISOString();
      const entry = (
        id: string,
        event: Partial<StoredEvent>,
        more: Partial<EventRecord> = {},
      ): EventRecord => ({
        event: { kind: "unknown", id, provider: "ycloud", occurredAt, ...event } as StoredEvent,
        payload: null,
        bodySha256: sha256Hex(id),
        ...more,
      });
      const business = { phone: "+525500000001" };
      const messages = Array.from({ length: ledgerBatch }, (_, n) => entry(`message_${n}`, {}));
      const reading = entry("reading", { kind: "account", business, facts: {} });
      const change = entry("change", {
        kind: "contact_change",
        contact: { userId: "MX.2" },
        previous: { userId: "MX.1" },
      });
      const kept = [
        entry("letter", {}, { error: "webhook_call_id_missing" }),
        entry("of_a_call", { callId: "wacid.9" }),
        entry("about_calls", { aboutCalls: true }, { payload: { type: "calls" } }),
        entry("told", { kind: "account", business, facts: {} }, { payload: { status: "x" } }),
        entry("consent", {
          kind: "permission",
          response: "accept",
          permanent: true,
          business,
          contact: { phone: contact },
        }),
      ];
      const [first] = messages;
      await under.store.recordEvents([...messages, reading, change, ...kept]);
      await under.age(timeLimits.passingEvent - 5);
      equal((await under.store.sweepCalls()).forgotten, 0, "too early");
      const again = await under.store.recordEvents(first ? [first] : []);
      equal(again[0]?.outcome, "duplicate", "recognised until then");
      await under.age(10);
      await under.store.recordEvents([entry("young", {})]);
      equal((await under.store.sweepCalls()).forgotten, ledgerBatch, "one batch");
      equal((await under.store.sweepCalls()).forgotten, 2, "the rest");
      equal((await under.store.sweepCalls()).forgotten, 0, "again");
      const left = (await under.readLedger()).map(({ eventId }) => eventId);
      equal(left, [...kept.map(({ event }) => event.id), "young"], "what stays");
    },
  },
  ...permissionContract,
];
