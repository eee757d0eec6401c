import type { BusinessNumber, CallDirection } from "../calls/calls.ts";
import { WhatsappError } from "../calls/whatsappErrors.ts";
import { createBoundedMap, memoryLimit } from "../lib/boundedMap.ts";
import type { Consent, SimContact } from "./contacts.ts";
import { permissionRules } from "./permissionRules.ts";

export interface PermissionRequest {
  wamid: string;
  /** Epoch milliseconds. */
  at: number;
}

/** How much of one of WhatsApp's limits is used. */
export interface LimitUse {
  /** The length of the period, in milliseconds. */
  ms: number;
  most: number;
  used: number;
  /** When the limit allows one more: epoch milliseconds; null if it allows one now. */
  until: number | null;
}

/** What WhatsApp knows about a number of the business and a user. Times are epoch milliseconds. */
interface Pair {
  userId: string;
  /** The user's last decision; undefined before it: then the contact's description is valid. */
  decision?: { consent: Consent | undefined };
  requests: PermissionRequest[];
  /** The calls in a row that the user rejected or did not answer. */
  unanswered: number;
  /** The last pickup of a call, in either direction. */
  connectedAt?: number;
  /** The pickups of the business's calls, oldest first. */
  pickups: number[];
  /** The end of the window for free-form messages. */
  windowUntil?: number;
}

/** Keeps the call permissions of each business number and user, and applies WhatsApp's rules to requests and calls. */
export function createPermissions(now: () => number) {
  const known = createBoundedMap<Pair>(memoryLimit);

  function pairOf({ id }: BusinessNumber, { userId }: SimContact): Pair {
    const key = `${id} ${userId}`;
    const pair = known.get(key) ?? { userId, requests: [], pickups: [], unanswered: 0 };
    known.set(key, pair);
    return pair;
  }

  function consentOf(business: BusinessNumber, contact: SimContact): Consent | undefined {
    const { decision } = pairOf(business, contact);
    const consent = decision ? decision.consent : contact.consent;
    return consent && (consent.until === null || consent.until > now()) ? consent : undefined;
  }

  /** Returns the requests that count towards the limits. */
  function countedRequests({ requests, connectedAt = Number.NEGATIVE_INFINITY }: Pair) {
    return requests.filter(({ at }) => at > connectedAt);
  }

  function openRequest(
    business: BusinessNumber,
    contact: SimContact,
  ): PermissionRequest | undefined {
    const newest = pairOf(business, contact).requests.at(-1);
    return newest && newest.at > now() - permissionRules.requestMs ? newest : undefined;
  }

  /** Counts the times of each period. */
  function usesOf(
    limits: readonly { ms: number; most: number }[],
    times: readonly number[],
  ): LimitUse[] {
    return limits.map(({ ms, most }) => {
      const counted = times.filter((at) => at > now() - ms);
      const [oldest = 0] = counted.slice(-most);
      return { ms, most, used: counted.length, until: counted.length < most ? null : oldest + ms };
    });
  }

  const requestUses = (pair: Pair) =>
    usesOf(
      permissionRules.requestLimits,
      countedRequests(pair).map(({ at }) => at),
    );

  return {
    /** Returns the permission that is valid now; undefined if there is none. */
    consentOf,

    /** Returns the use of WhatsApp's limits: of permission requests, and of calls that the user picked up. */
    limitsOf(
      business: BusinessNumber,
      contact: SimContact,
    ): { requests: LimitUse[]; calls: LimitUse[] } {
      const pair = pairOf(business, contact);
      return {
        requests: requestUses(pair),
        calls: usesOf(permissionRules.callLimits, pair.pickups),
      };
    },

    decide(business: BusinessNumber, contact: SimContact, consent: Consent | undefined): void {
      pairOf(business, contact).decision = { consent };
    },

    /**
     * Records a request.
     *
     * @throws WhatsappError 138017 if a permanent permission exists, 138009 if the limits are reached.
     */
    request(business: BusinessNumber, contact: SimContact, wamid: string): void {
      if (consentOf(business, contact)?.until === null) throw new WhatsappError("138017");
      const pair = pairOf(business, contact);
      if (requestUses(pair).some(({ until }) => until !== null)) throw new WhatsappError("138009");
      pair.requests = [...pair.requests, { wamid, at: now() }].slice(-10);
    },

    /** Returns the request to which the user can reply: the newest one, until it expires. */
    openRequest,

    /** A request that is not delivered does not count, and the user cannot reply to it. */
    withdrawRequest(business: BusinessNumber, contact: SimContact, wamid: string): void {
      const pair = pairOf(business, contact);
      pair.requests = pair.requests.filter((request) => request.wamid !== wamid);
    },

    /** The user has sent a message or has called. */
    openWindow(business: BusinessNumber, contact: SimContact): void {
      pairOf(business, contact).windowUntil = now() + permissionRules.windowMs;
    },

    hasWindow: (business: BusinessNumber, contact: SimContact): boolean =>
      (pairOf(business, contact).windowUntil ?? 0) > now(),

    /** Somebody has picked up a call, in either direction. */
    connect(
      business: BusinessNumber,
      contact: SimContact,
      { at, direction }: { at: number; direction: CallDirection },
    ): void {
      const pair = pairOf(business, contact);
      if (direction === "BUSINESS_INITIATED" && !pair.pickups.includes(at)) {
        const [{ most }] = permissionRules.callLimits;
        pair.pickups = [...pair.pickups, at].slice(-most);
      }
      pair.connectedAt = at;
      pair.unanswered = 0;
      pair.windowUntil = Math.max(pair.windowUntil ?? 0, at + permissionRules.windowMs);
    },

    /** The user has rejected or not answered a call. Returns true if WhatsApp revokes the permission because of it. */
    leaveUnanswered(business: BusinessNumber, contact: SimContact): boolean {
      const pair = pairOf(business, contact);
      pair.unanswered += 1;
      const isRevoked =
        pair.unanswered >= permissionRules.revokedAfter &&
        consentOf(business, contact) !== undefined;
      if (isRevoked) pair.decision = { consent: undefined };
      return isRevoked;
    },

    /** Makes the contact's new description valid, for all numbers. Requests and calls are kept. */
    describe({ userId }: SimContact): void {
      for (const pair of known.values()) if (pair.userId === userId) delete pair.decision;
    },

    /** Returns the pair in the form in which the controls show it. */
    view(business: BusinessNumber, contact: SimContact) {
      const pair = pairOf(business, contact);
      const consent = consentOf(business, contact);
      const iso = (ms: number | null | undefined) =>
        ms == null ? null : new Date(ms).toISOString();
      return {
        status: !consent ? "none" : consent.until === null ? "permanent" : "temporary",
        expiresAt: iso(consent?.until),
        requests: pair.requests.map(({ wamid, at }) => ({ wamid, requestedAt: iso(at) })),
        canReply: openRequest(business, contact) !== undefined,
        unanswered: pair.unanswered,
        windowUntil: iso(pair.windowUntil),
      };
    },

    reset: known.clear,
  };
}

export type Permissions = ReturnType<typeof createPermissions>;
