import type { Call } from "../vocabulary/callFacts.ts";
import type { CallPermissionStatus } from "../vocabulary/callPermission.ts";
import { contractWorld, type StoreUnderTest } from "./contractWorld.ts";
import { expectEqual } from "./expectEqual.ts";

/** A sequence of webhooks and the result that it must have. */
export interface MatrixRow {
  /** The row's number. Each sequence was seen in practice. */
  row: number;
  name: string;
  /** Bodies in the order of arrival. */
  deliveries: readonly unknown[];
  /** Every call that exists at the end, by call id. */
  calls: Readonly<Record<string, Partial<Call>>>;
  /** The outcomes in the ledger, in the order of arrival. */
  outcomes?: readonly string[];
  /** The SDP of `wacid.1` that is stored at the end. */
  session?: "offer" | "answer" | null;
  /** The state of the contact's permission at the end. */
  permission?: CallPermissionStatus;
}

const business = "+525500000001";
const customer = "+525587654321";
const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n";

/** A YCloud body; `second` orders the envelopes within the last minute. */
function ycloud(type: string, key: string, fields: object, second: number, id?: string): object {
  const createTime = new Date(recent.getTime() + second * 1000).toISOString();
  return {
    id: id ?? `evt_${type}_${second}_${JSON.stringify(fields).length}`,
    type: `whatsapp.${type}`,
    apiVersion: "v2",
    createTime,
    [key]: fields,
  };
}
// Recent enough to ring; whole seconds, as providers write them.
const recent = new Date(Math.floor((Date.now() - 20_000) / 1000) * 1000);

const fromCustomer = {
  wacid: "wacid.1",
  phoneId: "461269257068832",
  from: customer,
  to: business,
  direction: "USER_INITIATED",
};
const toCustomer = {
  wacid: "wacid.1",
  phoneId: "461269257068832",
  from: business,
  to: customer,
  direction: "BUSINESS_INITIATED",
};

const offer = (second = 0, more: object = {}, id?: string) =>
  ycloud(
    "call.connect",
    "callingConnect",
    { ...fromCustomer, sdpType: "offer", sdp, ...more },
    second,
    id,
  );
const answer = (second = 0, more: object = {}) =>
  ycloud(
    "call.connect",
    "callingConnect",
    { ...toCustomer, sdpType: "answer", sdp, ...more },
    second,
  );
const status = (value: string, second: number, more: object = {}, id?: string) =>
  ycloud(
    "call.status.updated",
    "callingStatusUpdated",
    {
      wabaId: "188234691048809",
      wacid: "wacid.1",
      status: value,
      recipientPhone: customer,
      ...more,
    },
    second,
    id,
  );
const end = (second: number, more: object = {}, id?: string) =>
  ycloud(
    "call.terminate",
    "callingTerminate",
    { ...fromCustomer, status: "COMPLETED", ...more },
    second,
    id,
  );
const talked = (duration: number) => ({
  startTime: recent.getTime() + 2_000,
  endTime: recent.getTime() + 2_000 + duration * 1000,
  duration,
});
const permission = (response: string, second: number, more: object = {}) =>
  ycloud(
    "inbound_message.received",
    "whatsappInboundMessage",
    {
      id: `m${second}`,
      wamid: `wamid.${second}`,
      from: customer,
      to: business,
      type: "interactive",
      context: { id: `wamid.request.${second}` },
      interactive: {
        type: "call_permission_reply",
        call_permission_reply: {
          response,
          is_permanent: false,
          response_source: "user_action",
          ...more,
        },
      },
    },
    second,
  );

const missed = { status: "no_contestada", end_reason: "missed", direction: "entrante" } as const;
const completed = { status: "completada", end_reason: "completed" } as const;

/** Sequences of webhooks that were seen in practice, with their results. */
export const eventMatrix: readonly MatrixRow[] = [
  {
    row: 1,
    name: "a terminate before its connect makes one missed call that never rings",
    deliveries: [end(1), offer(0)],
    calls: { "wacid.1": missed },
    session: null,
  },
  {
    row: 2,
    name: "connect twice is one call, and the second changes nothing",
    deliveries: [offer(0), offer(1)],
    calls: { "wacid.1": { status: "iniciando", direction: "entrante", contact_phone: customer } },
    outcomes: ["applied", "no_change"],
    session: "offer",
  },
  {
    row: 3,
    name: "a second terminate with duration 0 keeps the first duration",
    deliveries: [offer(0), end(5, talked(33)), end(6, { duration: 0 })],
    calls: { "wacid.1": { ...completed, duration_seconds: 33 } },
  },
  {
    row: 4,
    name: "ACCEPTED before connect: in progress, and the SDP answer is still delivered",
    deliveries: [status("ACCEPTED", 2), answer(0)],
    calls: { "wacid.1": { status: "en_curso", direction: "saliente" } },
    session: "answer",
  },
  {
    row: 5,
    name: "an answer after the end does not reopen the call",
    deliveries: [end(5, { ...toCustomer, ...talked(3) }), answer(0)],
    calls: { "wacid.1": { ...completed, direction: "saliente" } },
    session: null,
  },
  {
    row: 6,
    name: "an outgoing connect of an unknown call makes no incoming call",
    deliveries: [answer(0)],
    calls: {
      "wacid.1": {
        status: "iniciando",
        direction: "saliente",
        contact_phone: customer,
        business_phone: business,
      },
    },
  },
  {
    row: 7,
    name: "REJECTED before its terminate is declined",
    deliveries: [answer(0), status("REJECTED", 4), end(5, toCustomer)],
    calls: { "wacid.1": { status: "no_contestada", end_reason: "declined" } },
  },
  {
    row: 7,
    name: "REJECTED after its terminate is declined",
    deliveries: [answer(0), end(5, { ...toCustomer, status: "FAILED" }), status("REJECTED", 4)],
    calls: { "wacid.1": { status: "no_contestada", end_reason: "declined" } },
  },
  {
    row: 8,
    name: "RINGING after ACCEPTED stays in progress",
    deliveries: [answer(0), status("ACCEPTED", 3), status("RINGING", 2)],
    calls: { "wacid.1": { status: "en_curso", end_reason: null } },
  },
  {
    row: 9,
    name: "FAILED after ACCEPTED is failed and keeps the duration",
    deliveries: [
      answer(0),
      status("ACCEPTED", 3),
      end(9, { ...toCustomer, ...talked(20), status: "FAILED", errorCode: "138021" }),
    ],
    calls: {
      "wacid.1": {
        status: "fallida",
        end_reason: "failed",
        duration_seconds: 20,
        error_code: "138021",
      },
    },
  },
  {
    row: 10,
    name: "several events within one second are all applied",
    deliveries: [
      answer(0),
      status("RINGING", 0),
      status("ACCEPTED", 0),
      end(0, { ...toCustomer, ...talked(1) }),
    ],
    calls: { "wacid.1": { ...completed, duration_seconds: 1 } },
    outcomes: ["applied", "applied", "applied", "applied"],
  },
  {
    row: 10,
    name: "two calls in one batch are both applied",
    deliveries: [
      {
        object: "whatsapp_business_account",
        entry: [
          {
            id: "1",
            changes: [
              {
                field: "calls",
                value: {
                  messaging_product: "whatsapp",
                  metadata: {
                    display_phone_number: business.slice(1),
                    phone_number_id: "461269257068832",
                  },
                  calls: ["wacid.1", "wacid.2"].map((id) => ({
                    id,
                    from: customer.slice(1),
                    to: business.slice(1),
                    event: "terminate",
                    direction: "USER_INITIATED",
                    timestamp: String(recent.getTime() / 1000),
                    status: "COMPLETED",
                  })),
                },
              },
            ],
          },
        ],
      },
    ],
    calls: { "wacid.1": missed, "wacid.2": missed },
    outcomes: ["applied", "applied"],
  },
  {
    row: 11,
    name: "the same event id with another body is a conflict without effect",
    deliveries: [offer(0, {}, "evt_same_id"), end(1, {}, "evt_same_id")],
    calls: { "wacid.1": { status: "iniciando" } },
    outcomes: ["applied", "conflict"],
  },
  {
    row: 12,
    name: "other ids with the same content: the second changes nothing",
    deliveries: [status("RINGING", 1, {}, "evt_first"), status("RINGING", 1, {}, "evt_second")],
    calls: { "wacid.1": { status: "iniciando" } },
    outcomes: ["applied", "no_change"],
  },
  {
    row: 13,
    name: "a contact without a phone is identified by the user id",
    deliveries: [
      offer(0, {
        from: undefined,
        fromUserId: "MX.13491208655302741918",
        customerProfile: { name: "Ana" },
      }),
    ],
    calls: {
      "wacid.1": {
        contact_phone: null,
        contact_user_id: "MX.13491208655302741918",
        contact_name: "Ana",
        direction: "entrante",
      },
    },
    session: "offer",
  },
  {
    row: 14,
    name: "unknown types and statuses are kept and change nothing; case does not matter",
    deliveries: [
      answer(0),
      status("TRANSFERRED", 1),
      ycloud("call.held", "callingHeld", { wacid: "wacid.1" }, 2),
      status("accepted", 3),
    ],
    calls: { "wacid.1": { status: "en_curso" } },
    outcomes: ["applied", "no_change", "no_change", "applied"],
  },
  {
    row: 14,
    name: "the guide's words end as its statusMap says, in both directions",
    deliveries: [
      { call_id: "wacid.1", event: "FAILED", from: customer, to: business },
      { call_id: "wacid.2", event: "busy", from: business, to: customer },
      { call_id: "wacid.3", event: "Canceled", from: business, to: customer },
      { call_id: "wacid.4", event: "no-answer", from: customer, to: business, duration: 20 },
      { call_id: "wacid.5", event: "completed", from: customer, to: business, duration: "42" },
    ],
    calls: {
      "wacid.1": { status: "fallida", direction: "entrante", contact_phone: customer },
      "wacid.2": { status: "fallida", direction: "saliente", contact_phone: customer },
      "wacid.3": { status: "cancelada", direction: "saliente" },
      "wacid.4": { status: "no_contestada", direction: "entrante" },
      "wacid.5": { status: "completada", duration_seconds: 42 },
    },
  },
  {
    row: 15,
    name: "a session that is missing, too large or of the wrong type still makes a call that can be refused",
    deliveries: [
      offer(0, { sdp: undefined }),
      offer(0, { wacid: "wacid.2", sdp: `v=0\r\n${"a".repeat(100_001)}` }),
      offer(0, { wacid: "wacid.3", sdp: 42 }),
    ],
    calls: {
      "wacid.1": { status: "iniciando" },
      "wacid.2": { status: "iniciando" },
      "wacid.3": { status: "iniciando" },
    },
    session: null,
  },
  {
    row: 21,
    name: "a call of another app on the same account is stored without a warning",
    deliveries: [end(1, { wacid: "wacid.1", from: customer, to: "+15550009999", phoneId: "999" })],
    calls: { "wacid.1": { ...missed, branch_id: null } },
  },
  {
    row: 22,
    name: "a late permission reply does not override a newer one",
    deliveries: [permission("accept", 5), permission("reject", 1)],
    calls: {},
    outcomes: ["applied", "applied"],
    permission: "temporary",
  },
];

/** Throws if a store does not contain the result of a row. */
export async function checkMatrixRow(
  row: MatrixRow,
  under: Pick<StoreUnderTest, "readCalls" | "readSession" | "readLedger" | "store">,
): Promise<void> {
  const calls = await under.readCalls();
  expectEqual(calls.map(({ call_id }) => call_id).sort(), Object.keys(row.calls).sort(), "calls");
  for (const call of calls) {
    for (const [name, value] of Object.entries(row.calls[call.call_id] ?? {})) {
      expectEqual(call[name as keyof Call], value, `${call.call_id} ${name}`);
    }
  }
  if (row.outcomes) {
    const ledger = await under.readLedger();
    expectEqual(
      ledger.map(({ outcome }) => outcome),
      row.outcomes,
      "outcomes",
    );
  }
  if (row.session !== undefined) {
    const call = calls.find(({ call_id }) => call_id === "wacid.1");
    const session = await under.readSession(call?.id ?? "");
    expectEqual(session?.sdpType ?? null, row.session, "session");
  }
  if (row.permission) {
    const found = await under.store.findPermission({
      userId: contractWorld.agents[0].id,
      contactPhone: customer,
    });
    expectEqual("permission" in found && found.permission.status, row.permission, "permission");
  }
}
