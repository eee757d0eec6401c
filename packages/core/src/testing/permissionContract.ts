import type { BeginPermissionRequestInput, EventRecord } from "../ports/callStore.ts";
import { sha256Hex } from "../signature/hash.ts";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
import type { CallPermission } from "../vocabulary/callPermission.ts";
import { type ContractCase, contractWorld, type StoreUnderTest } from "./contractWorld.ts";
import { expectEqual as equal } from "./expectEqual.ts";

const [ana, luis, eva, nobody, , manager] = contractWorld.agents;
const [inboxA, inboxB1, inboxB2] = contractWorld.inboxes;
const contact = "+525587654321";
const alias = "+5215587654321";
const userId = "MX.13491208655302741918";
const business = { phone: "+525500000001" };
const requestId = "00000000-0000-4000-8000-000000000e01";
const otherId = "00000000-0000-4000-8000-000000000e02";

let made = 0;

/** Records an event by the store's clock, `seconds` from now. */
async function record(under: StoreUnderTest, fields: object, seconds = 0) {
  made += 1;
  const event = {
    id: `evt_permission_${made}`,
    provider: "ycloud",
    occurredAt: new Date(under.now().getTime() + seconds * 1000).toISOString(),
    contact: { phone: contact },
    business,
    ...fields,
  } as unknown as StoredEvent;
  const sent: EventRecord = { event, payload: null, bodySha256: sha256Hex(event.id) };
  const [recorded] = await under.store.recordEvents([sent]);
  return recorded?.outcome;
}

const reply = (under: StoreUnderTest, fields: object, seconds?: number) =>
  record(
    under,
    { kind: "permission", response: "accept", permanent: false, source: "user_action", ...fields },
    seconds,
  );
const step = (under: StoreUnderTest, fields: object, seconds?: number) =>
  record(under, { kind: "permission_request", requestId, ...fields }, seconds);

type Asked = Partial<
  Pick<BeginPermissionRequestInput, "id" | "userId" | "inboxId" | "providers">
> & {
  contactPhone?: string;
  contactUserId?: string;
  defaultBusinessPhone?: string;
};

const inputOf = ({ contactPhone, contactUserId, ...more }: Asked) => ({
  userId: ana.id,
  ...more,
  ...(contactUserId === undefined ? { contactPhone: contactPhone ?? contact } : { contactUserId }),
});

const begin = (under: StoreUnderTest, { id = requestId, ...asked }: Asked = {}) =>
  under.store.beginPermissionRequest({ ...inputOf(asked), id, provider: "ycloud" });

async function find(under: StoreUnderTest, asked: Asked = {}): Promise<CallPermission> {
  const found = await under.store.findPermission(inputOf(asked));
  if (found.outcome !== "found") throw new Error(`refused: ${found.outcome}`);
  return found.permission;
}

const statusOf = async (under: StoreUnderTest, asked?: Asked) => (await find(under, asked)).status;

/** The rules of the `CallStore` port about permissions. */
export const permissionContract: readonly ContractCase[] = [
  {
    name: "the permission and the history of a former user id belong to the contact, over any number of changes",
    async run(under) {
      const ids = ["MX.1", "MX.2", "MX.3", "MX.4"] as const;
      await record(under, {
        kind: "permission",
        response: "accept",
        permanent: true,
        source: "user_action",
        contact: { phone: alias, userId: ids[0] },
        business,
      });
      equal(await statusOf(under, { contactUserId: ids[3] }), "none", "before the changes");
      // In no order: the last change first.
      for (const step of [2, 0, 1]) {
        const change = {
          kind: "contact_change",
          contact: { userId: ids[step + 1], ...(step === 2 ? { phone: "+525511112222" } : {}) },
          previous: { userId: ids[step] },
          business,
        };
        equal(await record(under, change), "applied", "the outcome");
      }
      for (const contactUserId of ids) {
        equal(await statusOf(under, { contactUserId }), "permanent", `by ${contactUserId}`);
      }
      equal(
        await statusOf(under, { contactPhone: "+525511112222" }),
        "permanent",
        "by the new number",
      );
      equal(await statusOf(under, { contactUserId: "MX.5" }), "none", "of somebody else");
      await record(
        under,
        { kind: "permission", response: "reject", permanent: false, contact: { userId: ids[3] } },
        60,
      );
      equal(await statusOf(under, { contactUserId: ids[0] }), "revoked", "by the first id, later");
    },
  },
  {
    name: "a new number does not inherit the permission of the former number, which somebody else can get",
    async run(under) {
      await record(under, {
        kind: "permission",
        response: "accept",
        permanent: true,
        contact: { phone: contact },
        business,
      });
      const change = {
        kind: "contact_change",
        contact: { phone: "+525511112222" },
        previous: { phone: contact },
        business,
      };
      equal(await record(under, change), "no_change", "the outcome");
      equal(await statusOf(under, { contactPhone: "+525511112222" }), "none", "by the new number");
      equal(
        (await under.readLedger()).map(({ kind }) => kind).includes("contact_change"),
        true,
        "the ledger",
      );
    },
  },
  {
    name: "the former number does not inherit the new user ids of the contact, who keeps the permission",
    async run(under) {
      const numbers = ["+525511110001", "+525511110002", "+525511110003"] as const;
      const [former, next, unchanged] = numbers;
      const move = async (
        from: { phone: string; userId: string },
        to: { phone?: string; userId: string },
        previous: { phone?: string; userId: string } = from,
      ) => {
        await record(under, {
          kind: "ringing",
          callId: `wacid.${from.userId}`,
          direction: "saliente",
          contact: from,
        });
        await record(under, { kind: "contact_change", contact: to, previous });
        await reply(under, { permanent: true, contact: to });
      };
      // The number changes. WhatsApp can hide the new one.
      await move({ phone: former, userId: "MX.1" }, { phone: next, userId: "MX.2" });
      await move({ phone: "+525511110009", userId: "MX.3" }, { userId: "MX.4" });
      // Only the user id changes: once the event names the number, and once it does not.
      const named = { phone: `+521${unchanged.slice(3)}`, userId: "MX.6" };
      await move({ phone: unchanged, userId: "MX.5" }, named, { userId: "MX.5" });
      const unnamed = { phone: "+525511110004", userId: "MX.7" };
      await move(unnamed, { userId: "MX.8" }, { userId: "MX.7" });
      const expected = {
        none: [former, "+525511110009"],
        permanent: [
          next,
          unchanged,
          unnamed.phone,
          ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `MX.${n}`),
        ],
      };
      for (const [status, keys] of Object.entries(expected)) {
        for (const key of keys) {
          const asked = key.startsWith("+") ? { contactPhone: key } : { contactUserId: key };
          equal(await statusOf(under, asked), status, `by ${key}`);
        }
      }
    },
  },
  {
    name: "a permission is told with the provider of the inbox",
    async run(under) {
      const ofA = await under.store.findPermission(inputOf({ inboxId: inboxA.id }));
      equal(ofA.outcome === "found" && ofA.provider, null, "an inbox that names none");
      const ofB = await under.store.findPermission({
        ...inputOf({ userId: eva.id, inboxId: inboxB2.id }),
        defaultBusinessPhone: "+525500000003",
      });
      equal(ofB.outcome === "found" && ofB.provider, "meta", "an inbox that names one");
    },
  },
  {
    name: "the newest reply decides, in any order of arrival, and each reply is stored",
    async run(under) {
      equal(await reply(under, {}), "applied", "outcome");
      equal(await reply(under, { response: "reject" }, -60), "applied", "an older reply");
      equal(await statusOf(under), "temporary", "status");
      await reply(under, { permanent: true }, 1);
      equal(await statusOf(under), "permanent", "status");
    },
  },
  {
    name: "a permission request is written before it is sent, and counts at once",
    async run(under) {
      const begun = await begin(under);
      equal(begun.outcome, "created", "outcome");
      if (begun.outcome !== "created") return;
      equal(begun.businessPhone, "+5215500000001", "our number");
      equal(begun.permission.status, "requested", "status");
      equal(begun.permission.request?.id, requestId, "request");
      equal(begun.permission.request?.status, "requested", "delivery");
      equal(begun.permission.requests.left, 0, "requests left");
      const second = await begin(under, { id: otherId, contactPhone: alias });
      equal(second.outcome, "permission_limit", "a second request");
      equal("permission" in second && second.permission.requests.left, 0, "requests left");
      equal((await begin(under)).outcome, "exists", "the same id again");
      const taken = "request_id_taken";
      equal((await begin(under, { userId: luis.id })).outcome, taken, "another agent");
      equal(
        (await begin(under, { contactPhone: "+34600111222" })).outcome,
        taken,
        "another contact",
      );
      const ledger = await under.readLedger();
      equal(ledger.length, 1, "rows in the ledger");
      equal(ledger[0]?.kind, "permission_request", "kind in the ledger");
    },
  },
  {
    name: "the steps of a request end in the same row in any order",
    async run(under) {
      const steps = [
        () => step(under, { status: "delivered", messageId: "wamid.1" }, -1),
        () => step(under, { status: "read", messageId: "wamid.1" }),
        async () => equal((await begin(under)).outcome, "exists", "a request that webhooks know"),
        () => step(under, { status: "sent", messageId: "wamid.1", provider: "skale" }, -2),
      ];
      for (const take of steps) await take();
      equal((await begin(under)).outcome, "exists", "the id again");
      equal((await begin(under, { userId: luis.id })).outcome, "request_id_taken", "another agent");
      const { request, status } = await find(under);
      equal(status, "requested", "status");
      equal(
        [request?.id, request?.message_id, request?.status],
        [requestId, "wamid.1", "read"],
        "request",
      );
      equal(await step(under, { status: "read", messageId: "wamid.1" }, 60), "no_change", "again");
    },
  },
  {
    name: "a failed request may be repeated at once",
    async run(under) {
      await begin(under);
      await step(under, { status: "failed", errorCode: "window_closed", provider: "skale" });
      const permission = await find(under);
      equal(permission.status, "none", "status");
      equal(permission.request?.error_code, "window_closed", "error");
      equal((await begin(under, { id: otherId })).outcome, "created", "outcome");
    },
  },
  {
    name: "a permanent permission needs no request",
    async run(under) {
      await reply(under, { permanent: true });
      equal((await begin(under)).outcome, "permission_already_granted", "outcome");
      equal(await statusOf(under), "permanent", "status");
    },
  },
  {
    name: "a connected call lifts the limit of requests",
    async run(under) {
      await begin(under);
      await record(under, { kind: "accepted", callId: "wacid.1", direction: "saliente" }, 1);
      equal((await find(under)).requests.left, 1, "requests left");
      equal((await begin(under, { id: otherId })).outcome, "created", "outcome");
    },
  },
  {
    name: "a reply that names only the user id belongs to the request whose message it names",
    async run(under) {
      await begin(under);
      await reply(under, { contact: { userId }, contextId: "wamid.1", response: "reject" });
      equal(await statusOf(under), "requested", "before the message's id is known");
      await step(under, { status: "sent", messageId: "wamid.1", provider: "skale" });
      equal(await statusOf(under), "rejected", "by phone");
      equal(await statusOf(under, { contactUserId: userId }), "rejected", "by user id");
    },
  },
  {
    name: "a call shows that a phone and a user id belong together",
    async run(under) {
      await reply(under, { contact: { userId }, permanent: true });
      equal(await statusOf(under), "none", "before");
      await record(under, {
        kind: "ringing",
        callId: "wacid.1",
        direction: "saliente",
        contact: { phone: alias, userId },
      });
      equal(await statusOf(under), "permanent", "after");
      equal(
        (await begin(under, { contactUserId: userId })).outcome,
        "permission_already_granted",
        "by user id",
      );
    },
  },
  {
    name: "each of our numbers has its own permission, by its number or by the provider's id",
    async run(under) {
      await reply(under, { permanent: true, business: { phoneId: inboxA.providerPhoneId } });
      equal(await statusOf(under), "permanent", "inbox A");
      await reply(under, { business: { phone: inboxB1.phoneNumber } });
      const ofB = { userId: eva.id, inboxId: inboxB1.id };
      equal(await statusOf(under, ofB), "temporary", "inbox B");
      const withoutNumber = { userId: eva.id, inboxId: inboxB2.id };
      const missing = await under.store.findPermission(inputOf(withoutNumber));
      equal(missing.outcome, "business_number_missing", "no number");
      const defaultBusinessPhone = "+525500000009";
      equal(await statusOf(under, { ...withoutNumber, defaultBusinessPhone }), "none", "default");
    },
  },
  {
    name: "the inbox decides which provider asks; one that cannot ask writes nothing",
    async run(under) {
      const asked = {
        userId: eva.id,
        inboxId: inboxB2.id,
        defaultBusinessPhone: "+525500000009",
      };
      const other = await begin(under, { ...asked, providers: ["ycloud"] });
      equal(other, { outcome: "other_provider", provider: "meta" }, "a provider that cannot");
      equal((await under.readLedger()).length, 0, "rows in the ledger");
      const begun = await begin(under, { ...asked, providers: ["meta"] });
      equal("provider" in begun && begun.provider, "meta", "the inbox's provider");
      const again = await begin(under, { ...asked, providers: ["ycloud"] });
      equal([again.outcome, "provider" in again && again.provider], ["exists", "meta"], "again");
    },
  },
  {
    name: "permissions and requests are for the inboxes that the agent sees",
    async run(under) {
      const refusals = [
        [{ userId: nobody.id }, "no_branch"],
        [{ inboxId: inboxB1.id }, "inbox_not_found"],
        [{ userId: eva.id }, "inbox_required"],
        [{ userId: manager.id }, "inbox_required"],
      ] as const;
      for (const [asked, outcome] of refusals) {
        equal((await under.store.findPermission(inputOf(asked))).outcome, outcome, "find");
        equal((await begin(under, asked)).outcome, outcome, "begin");
      }
      equal((await under.readLedger()).length, 0, "rows in the ledger");
    },
  },
];
