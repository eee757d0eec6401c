import { deriveAvailability } from "../availability/deriveAvailability.ts";
import { readLocalTime, weekdayOf } from "../availability/isOpen.ts";
import { sha256Hex } from "../signature/hash.ts";
import { type AccountFacts, type CallHours, factsOfNumber } from "../vocabulary/account.ts";
import type { AccountEvent, StoredEvent } from "../vocabulary/callEvent.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import { type ContractCase, contractWorld, type StoreUnderTest } from "./contractWorld.ts";
import { expectEqual } from "./expectEqual.ts";

const [ana, , eva, nobody, , manager] = contractWorld.agents;
const [inboxA, inboxB1, inboxB2] = contractWorld.inboxes;
const numberA = { phone: "+525500000001", phoneId: inboxA.providerPhoneId };
let made = 0;

/** Compares values of a database, which may change the order of an object's keys. */
const equal = (actual: unknown, expected: unknown, what: string) =>
  expectEqual(sortKeys(actual), sortKeys(expected), what);

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sortKeys(part)]),
  );
}

async function record(under: StoreUnderTest, event: Record<string, unknown>) {
  made += 1;
  const full = {
    id: `account_${made}`,
    provider: "ycloud",
    occurredAt: under.now().toISOString(),
    ...event,
  } as StoredEvent;
  const [recorded] = await under.store.recordEvents([
    { event: full, payload: null, bodySha256: sha256Hex(full.id) },
  ]);
  if (!recorded) throw new Error("recordEvents returned nothing");
  return recorded;
}

const tell = (
  under: StoreUnderTest,
  facts: AccountFacts,
  about: Partial<Pick<AccountEvent, "business" | "accountId" | "occurredAt" | "id">> = {
    business: numberA,
  },
) => record(under, { kind: "account", facts, ...about });

async function find(under: StoreUnderTest, userId: string, inboxId?: string) {
  return under.store.findAvailability({ userId, ...(inboxId === undefined ? {} : { inboxId }) });
}

async function stateOf(under: StoreUnderTest, userId: string = ana.id, inboxId?: string) {
  const found = await find(under, userId, inboxId);
  if (found.outcome !== "found") throw new Error(`outcome ${found.outcome}`);
  return found.state;
}

async function factsOf(under: StoreUnderTest, userId: string = ana.id, inboxId?: string) {
  const { facts } = await stateOf(under, userId, inboxId);
  return Object.fromEntries(facts.map(({ fact, value }) => [fact, value]));
}

/** Hours that are open for the whole day of `at`, or on the other days. */
function hoursOn(at: Date, isOpen: boolean): CallHours {
  const zone = "Pacific/Apia";
  const today = weekdayOf(readLocalTime(zone, at).date);
  const days = ([1, 2, 3, 4, 5, 6, 7] as const).filter((day) => (day === today) === isOpen);
  return {
    time_zone: zone,
    weekly: days.map((day) => ({ day, open: "00:00", close: "24:00" })),
    holidays: [],
  };
}

const incoming = {
  kind: "offer",
  direction: "entrante",
  contact: { phone: "+525587654321" },
  business: { phone: "+5215500000001" },
  session: { invalid: "missing" },
};

/** The cases about availability, business hours and pickups that every `CallStore` must pass. */
export const availabilityContract: readonly ContractCase[] = [
  {
    name: "an agent finds the inboxes that may be dialled from, and no others",
    async run(under) {
      equal((await stateOf(under)).inboxId, inboxA.id, "the only inbox of the branch");
      equal((await stateOf(under)).businessPhone, "+5215500000001", "its number");
      equal((await find(under, ana.id, inboxB1.id)).outcome, "inbox_not_found", "another branch");
      equal((await find(under, eva.id)).outcome, "inbox_required", "several inboxes");
      equal((await find(under, nobody.id)).outcome, "no_branch", "no branch");
      equal((await stateOf(under, manager.id, inboxB1.id)).inboxId, inboxB1.id, "all branches");
      const found = await under.store.findAvailability({
        userId: eva.id,
        inboxId: inboxB2.id,
        defaultBusinessPhone: "+525500000009",
      });
      equal(
        found.outcome === "found" && [found.state.businessPhone, found.inbox?.providerPhoneId],
        ["+525500000009", inboxB2.providerPhoneId],
        "an inbox without a number",
      );
    },
  },
  {
    name: "the newest fact of each name counts, in any order of arrival",
    async run(under) {
      const at = (ms: number) => new Date(under.now().getTime() + ms).toISOString();
      const business = numberA;
      const newest = { business, occurredAt: at(2000) };
      equal((await tell(under, { calling_status: "ENABLED" }, newest)).outcome, "applied", "news");
      const older = { calling_status: "DISABLED", icon_visibility: "DEFAULT" };
      const late = { business, occurredAt: at(1000) };
      equal((await tell(under, older, late)).outcome, "applied", "an older event with a new fact");
      const oldest = { business, occurredAt: at(500) };
      equal((await tell(under, older, oldest)).outcome, "no_change", "nothing new");
      equal(
        await factsOf(under),
        { calling_status: "ENABLED", icon_visibility: "DEFAULT" },
        "facts",
      );
    },
  },
  {
    name: "an event about a number or its account is found by the id, the number or the account",
    async run(under) {
      await tell(under, { calling_status: "DISABLED" }, { business: { phoneId: numberA.phoneId } });
      await tell(under, { messaging_limit: "TIER_2K" }, { business: { phone: "+5215500000001" } });
      const restriction = { reason: null, until: null };
      await tell(under, { "restriction:R": restriction }, { accountId: "waba.1" });
      await tell(under, { "restriction:S": restriction }, { accountId: "waba.2" });
      const known = { calling_status: "DISABLED", messaging_limit: "TIER_2K" };
      equal(await factsOf(under), known, "without the account");
      await tell(under, { account_id: "waba.1" });
      equal(
        await factsOf(under),
        { account_id: "waba.1", ...known, "restriction:R": restriction },
        "with the account",
      );
      equal(await factsOf(under, eva.id, inboxB1.id), {}, "another number");
    },
  },
  {
    name: "a number and its id at the provider are joined by an event that names both",
    async run(under) {
      const [phone, phoneId] = ["+525500000002", "461269257068899"];
      await tell(under, { calling_status: "DISABLED" }, { business: { phoneId } });
      await tell(
        under,
        { "restriction:R": { reason: null, until: null } },
        { accountId: "waba.1" },
      );
      equal(await factsOf(under, eva.id, inboxB1.id), {}, "not joined");
      const both = factsOfNumber({ phone, phoneId });
      await tell(under, { account_id: "waba.1", ...both }, { business: { phone, phoneId } });
      const told = {
        account_id: "waba.1",
        calling_status: "DISABLED",
        ...both,
        "restriction:R": { reason: null, until: null },
      };
      equal(await factsOf(under, eva.id, inboxB1.id), told, "an inbox with the number");

      const numberB2 = { phone: "+525500000003", phoneId: inboxB2.providerPhoneId };
      await tell(under, { messaging_limit: "TIER_2K" }, { business: { phone: "+525500000003" } });
      await tell(under, factsOfNumber(numberB2), { business: numberB2 });
      equal(
        await factsOf(under, eva.id, inboxB2.id),
        { messaging_limit: "TIER_2K", ...factsOfNumber(numberB2) },
        "an inbox with the id",
      );
    },
  },
  {
    name: "a JSON null and long lists are kept, and a repeated event changes nothing",
    async run(under) {
      const facts: AccountFacts = {
        call_hours: null,
        restrictions: [{ type: "R", reason: "é".repeat(500), until: null }],
        templates: Array.from({ length: 100 }, (_, n) => ({
          name: `t${n}`,
          language: "es_MX",
          status: "APPROVED",
        })),
      };
      const event = { business: numberA, id: "the_same" };
      await tell(under, facts, event);
      equal(await factsOf(under), { ...facts }, "facts");
      equal((await tell(under, facts, event)).outcome, "duplicate", "again");
    },
  },
  {
    name: "an incoming call outside of the hours is recorded as such",
    async run(under) {
      const now = under.now();
      const at = { occurredAt: now.toISOString() };
      const open = hoursOn(now, true);
      const inbox = await under.store.saveCallHours({ inboxId: inboxA.id, hours: open });
      equal(inbox.id, inboxA.id, "inbox");
      equal((await stateOf(under)).hours, open, "hours");
      const one = await record(under, { ...incoming, ...at, callId: "wacid.open" });
      equal(one.call?.outside_hours, false, "open");

      await under.store.saveCallHours({ inboxId: inboxA.id, hours: hoursOn(now, false) });
      const two = await record(under, { ...incoming, ...at, callId: "wacid.closed" });
      equal([two.outcome, two.call?.outside_hours], ["applied", true], "closed");
      const end = { kind: "terminated", direction: "entrante", callId: "wacid.open" };
      equal((await record(under, end)).call?.outside_hours, false, "judged once");
      const outgoing = { ...incoming, kind: "ringing", direction: "saliente" };
      const three = await record(under, { ...outgoing, callId: "wacid.out" });
      equal(three.call?.outside_hours, null, "an outgoing call");

      await under.store.saveCallHours({ inboxId: inboxA.id, hours: null });
      equal((await stateOf(under)).hours, null, "no hours");
      const four = await record(under, { ...incoming, callId: "wacid.any" });
      equal(four.call?.outside_hours, null, "without hours");
    },
  },
  {
    name: "the hours are judged by the beginning and the inbox, whichever becomes known first",
    async run(under) {
      const now = under.now();
      await under.store.saveCallHours({ inboxId: inboxA.id, hours: hoursOn(now, true) });
      const at = { occurredAt: now.toISOString() };
      const dayEarlier = new Date(now);
      dayEarlier.setUTCDate(now.getUTCDate() - 1);
      const bare = { kind: "ringing", direction: "entrante", callId: "wacid.1", ...at };
      equal((await record(under, bare)).call?.outside_hours, null, "no inbox");
      equal(
        (await record(under, { ...incoming, ...at, callId: "wacid.1" })).call?.outside_hours,
        false,
        "the inbox",
      );
      equal(
        (await record(under, { ...bare, occurredAt: dayEarlier.toISOString() })).call
          ?.outside_hours,
        true,
        "an earlier beginning",
      );
    },
  },
  {
    name: "hours of an inbox that does not exist are refused",
    async run(under) {
      const inboxId = "00000000-0000-4000-8000-0000000009ff";
      let code: string | undefined;
      try {
        await under.store.saveCallHours({ inboxId, hours: hoursOn(under.now(), true) });
      } catch (error) {
        code = isCallsError(error) ? error.code : String(error);
      }
      equal(code, "inbox_not_found", "code");
    },
  },
  {
    name: "the pickup rate counts the incoming calls of 7 and 30 days that were answered or are over",
    async run(under) {
      const end = { kind: "terminated", direction: "entrante" };
      const ring = (callId: string) => record(under, { ...incoming, callId });
      await ring("wacid.old");
      await record(under, { ...end, callId: "wacid.old" });
      await under.age(8 * 24 * 3600);
      await ring("wacid.answered");
      await record(under, { kind: "accepted", direction: "entrante", callId: "wacid.answered" });
      await ring("wacid.missed");
      await record(under, { ...end, callId: "wacid.missed" });
      await ring("wacid.ringing");
      await record(under, {
        ...incoming,
        kind: "ringing",
        direction: "saliente",
        callId: "wacid.o",
      });
      const { pickup } = await stateOf(under);
      equal(
        pickup,
        { days7: { incoming: 2, answered: 1 }, days30: { incoming: 3, answered: 1 } },
        "counts",
      );
      const { pickup: rates } = deriveAvailability(await stateOf(under), under.now());
      equal([rates.days7.rate, rates.warning], [0.5, false], "rates");
    },
  },
];
