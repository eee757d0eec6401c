import type { EventRecord, PermissionEvent, RequestStatus } from "@skale-calls/core";
import { type Branch, hiddenContact, seedId } from "./dealership.ts";
import type { CallOwner } from "./writeCall.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** What is seeded about a lead's permission to be called. */
interface Consent {
  /** The position in the branch's leads. */
  lead: number;
  /** Milliseconds before the start. */
  askedAgo?: number;
  delivery?: RequestStatus;
  errorCode?: string;
  answers?: readonly (Pick<PermissionEvent, "response" | "permanent" | "source"> & {
    ago: number;
    /** Milliseconds after the answer. */
    lasts?: number;
  })[];
  /** The contact in the simulator: the body of `PUT /_sim/contacts/{phone}`. */
  behaviour: object;
}

const accepts = { response: "accept", permanent: false, source: "user_action" } as const;
const week = 7 * day;

/** One lead for each state that the page shows. */
const consents: readonly Consent[] = [
  {
    lead: 0,
    answers: [{ ...accepts, permanent: true, ago: 20 * day }],
    behaviour: {},
  },
  // Nobody has asked yet.
  { lead: 1, behaviour: { permission: "accept", permitted: false } },
  {
    lead: 2,
    askedAgo: 3 * hour,
    delivery: "delivered",
    behaviour: { permission: "none", permitted: false },
  },
  {
    lead: 3,
    askedAgo: 2 * day,
    delivery: "read",
    answers: [{ ...accepts, ago: 2 * day - hour, lasts: week }],
    behaviour: { permission: "accept", permissionMs: 5 * day },
  },
  {
    lead: 6,
    askedAgo: 4 * day,
    delivery: "read",
    answers: [{ response: "reject", permanent: false, source: "user_action", ago: 3 * day }],
    behaviour: { permission: "reject", permitted: false },
  },
  // WhatsApp has revoked the permission after four calls without an answer.
  {
    lead: 7,
    answers: [
      { ...accepts, permanent: true, ago: 12 * day },
      { response: "reject", permanent: false, source: "automatic", ago: day },
    ],
    behaviour: { permission: "accept_permanent", permitted: false },
  },
  // The permission has expired.
  {
    lead: 8,
    askedAgo: 9 * day,
    delivery: "read",
    answers: [{ ...accepts, ago: 9 * day - hour, lasts: week }],
    behaviour: { permission: "accept", permitted: false },
  },
  {
    lead: 9,
    askedAgo: 26 * hour,
    delivery: "failed",
    errorCode: "131026",
    behaviour: { onMessage: "failed", permission: "none", permitted: false },
  },
];

/** Writes the events of the branch's consents. Their ids depend on the date, so a restart on the same day adds nothing. */
export function writeConsents({
  branch,
  index,
  provider,
  phoneId,
  now,
}: Pick<CallOwner, "branch" | "index" | "provider" | "phoneId"> & { now: Date }): EventRecord[] {
  const today = now.getFullYear() * 10_000 + (now.getMonth() + 1) * 100 + now.getDate();
  const at = (ago: number) => new Date(now.getTime() - ago).toISOString();
  const business = { phone: branch.inbox.phone, phoneId };
  return consents.flatMap(({ lead: position, askedAgo, delivery, errorCode, answers = [] }) => {
    const lead = branch.leads[position];
    if (!lead) return [];
    const contact = { phone: lead.phone };
    const parties = { provider, contact, business };
    const requestId = seedId(index, `${today}${9_100 + position}`);
    const messageId = `wamid.demo.${index}.${today}.${position}`;
    const idOf = (step: string) => `demo:consent:${index}:${today}:${position}:${step}`;
    const steps: EventRecord["event"][] = [];
    if (askedAgo !== undefined && delivery !== undefined) {
      const request = { kind: "permission_request", requestId, messageId, ...parties } as const;
      steps.push(
        { ...request, id: idOf("requested"), status: "requested", occurredAt: at(askedAgo) },
        {
          ...request,
          id: idOf(delivery),
          status: delivery,
          occurredAt: at(askedAgo - 60_000),
          ...(errorCode !== undefined && { errorCode }),
        },
      );
    }
    for (const [number, { ago, lasts, ...answer }] of answers.entries()) {
      steps.push({
        kind: "permission",
        id: idOf(`answer${number}`),
        ...answer,
        ...parties,
        occurredAt: at(ago),
        ...(lasts !== undefined && { expiresAt: at(ago - lasts) }),
        ...(askedAgo !== undefined && { contextId: messageId }),
      });
    }
    return steps.map((event) => ({ event, payload: null, bodySha256: "0".repeat(64) }));
  });
}

/** The WhatsApp users behind the leads, with their replies to permission requests. */
export const contactsOf = (branch: Branch): { phone: string; behaviour: object }[] => [
  ...consents.flatMap(({ lead, behaviour }) => {
    const phone = branch.leads[lead]?.phone;
    return phone === undefined ? [] : [{ phone, behaviour }];
  }),
  {
    phone: hiddenContact.phone,
    behaviour: {
      userId: hiddenContact.userId,
      profileName: hiddenContact.full_name,
      username: hiddenContact.username,
      hidePhone: true,
      permission: "accept",
      permitted: false,
    },
  },
];
