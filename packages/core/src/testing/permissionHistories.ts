import fc from "fast-check";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
import { learntSource, requestStatuses } from "../vocabulary/callPermission.ts";

const base = Date.UTC(2026, 10, 22, 10, 0, 0);
const hour = 3_600_000;

/** Times within ten days in steps of twelve hours, so that limits are reached and times coincide. */
const at = fc
  .integer({ min: 0, max: 20 })
  .map((step) => new Date(base + step * 12 * hour).toISOString());

/** The end of the histories, at which their permission is read. */
export const historyEnd = new Date(base + 10 * 24 * hour);

/**
 * The forms in which events name the contact of a history. `key` distinguishes the histories in one database. In half of
 * the histories no event names both the phone and the user id, so only messages can show that they belong together.
 */
const contactsOf = (key: string, isJoined: boolean) => [
  { phone: `+5255${key}` },
  { phone: `+52155${key}`, profileName: "Ana" },
  { userId: `MX.${key}` },
  ...(isJoined ? [{ phone: `+5255${key}`, userId: `MX.${key}` }] : []),
];
const businesses = [
  { phone: "+525500000001" },
  { phone: "+5215500000001", phoneId: "461269257068832" },
  { phoneId: "461269257068832" },
];

const some = <T>(...values: readonly T[]) => fc.constantFrom(undefined, ...values);

/** Replies, steps of requests, and calls of one contact, which may name each other. */
export const permissionEvents = (key: string): fc.Arbitrary<StoredEvent[]> =>
  fc.boolean().chain((isJoined) => eventsOf(key, isJoined));

function eventsOf(key: string, isJoined: boolean): fc.Arbitrary<StoredEvent[]> {
  const requestId = fc
    .constantFrom("1", "2", "3")
    .map((n) => `00000000-0000-4000-8000-${key}${n.padStart(4, "0")}`);
  const messageId = fc.constantFrom("1", "2", "3").map((n) => `wamid.${key}.${n}`);
  const common = {
    occurredAt: at,
    provider: fc.constantFrom("ycloud", "meta"),
    contact: fc.constantFrom(...contactsOf(key, isJoined)),
    business: fc.constantFrom(...businesses),
  };
  const reply = fc.record({
    kind: fc.constant("permission"),
    response: fc.constantFrom("accept", "accept", "reject"),
    permanent: fc.constantFrom(false, false, false, true),
    expiresAt: fc.option(at, { nil: undefined }),
    source: some("user_action", "user_action", "automatic", learntSource),
    contextId: fc.option(fc.oneof(messageId, fc.constant("wamid.other")), { nil: undefined }),
    ...common,
  });
  const step = fc.record({
    kind: fc.constant("permission_request"),
    requestId,
    status: fc.constantFrom(...requestStatuses),
    messageId: fc.option(messageId, { nil: undefined }),
    errorCode: some("131026", "138009", "permission_limit"),
    ...common,
  });
  const call = fc.record({
    kind: fc.constantFrom("ringing", "terminated", "accepted", "declined"),
    callId: fc.constantFrom("1", "2", "3", "4").map((n) => `wacid.${key}.${n}`),
    direction: fc.constant("saliente"),
    ...common,
  });
  return fc
    .array(fc.oneof({ weight: 3, arbitrary: reply }, { weight: 3, arbitrary: step }, call), {
      minLength: 2,
      maxLength: 12,
    })
    .map((events) =>
      events.map((fields, index) => {
        const known = Object.entries(fields).filter(([, value]) => value !== undefined);
        return { ...Object.fromEntries(known), id: `${key}:${index}` } as unknown as StoredEvent;
      }),
    );
}
