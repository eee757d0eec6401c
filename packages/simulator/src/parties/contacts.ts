import { phoneKey } from "@skale-calls/core/internal";
import * as z from "zod";
import { createBoundedMap, memoryLimit } from "../lib/boundedMap.ts";
import { userIdOf } from "../lib/createIds.ts";
import { voices } from "../media/farEnd.ts";

const milliseconds = z.int().min(0).max(86_400_000);

/** The body of `PUT /_sim/contacts/{phone}`. It replaces the previous description. */
export const contactSchema = z.strictObject({
  /**
   * What the user does when the business calls. `ignore`: lets it ring out. `manual`: waits for
   * `POST /_sim/calls/{wacid}/answer`. `fail`: cannot be reached.
   */
  onIncoming: z.enum(["answer", "reject", "ignore", "manual", "fail"]).default("answer"),
  /** The time of ringing before the user answers, rejects or (in either direction) gives up. */
  ringMs: milliseconds.optional(),
  /** The time of talking before the user hangs up. A `manual` user does not hang up. */
  talkMs: milliseconds.optional(),
  /** What the user sends, in a simulator with media; `clip` by default. */
  voice: z.enum(voices).optional(),
  /** The answer to a call permission request; `none`: no answer. */
  permission: z.enum(["accept", "accept_permanent", "reject", "none"]).optional(),
  /** Whether the business may call now. By default yes, unless `permission` is `reject` or `none`. */
  permitted: z.boolean().optional(),
  userId: z.string().min(1).max(128).optional(),
  profileName: z.string().max(255).optional(),
  username: z.string().max(255).optional(),
  /** The user hides behind a username: events carry the user id and no phone. */
  hidePhone: z.boolean().optional(),
});

export type ContactBehaviour = z.infer<typeof contactSchema>;
/** Epoch milliseconds; null for a permanent consent. */
export type Consent = { until: number | null };

/** A WhatsApp user. */
export interface SimContact extends Omit<ContactBehaviour, "permitted"> {
  phone: string;
  userId: string;
  profileName: string;
  /** The permission that the business has of this user; undefined when it has none. */
  consent: Consent | undefined;
  /** The user granted a permanent permission in reply to a request, so a further request is refused. */
  repliedForGood?: boolean;
}

/** How long a permission that is not permanent lasts (Meta: 7 days). */
export const consentMs = 7 * 24 * 3_600_000;

/** The WhatsApp users. Every number has one; by default it answers and may be called. */
export function createContacts() {
  const known = createBoundedMap<SimContact>(memoryLimit);

  function describe(phone: string, behaviour: ContactBehaviour): SimContact {
    const { permitted, ...rest } = behaviour;
    const refuses = rest.permission === "reject" || rest.permission === "none";
    const contact: SimContact = {
      ...rest,
      phone,
      userId: rest.userId ?? userIdOf(phoneKey(phone)),
      profileName: rest.profileName ?? `User ${phone.slice(-4)}`,
      consent: (permitted ?? !refuses) ? { until: null } : undefined,
    };
    known.set(phoneKey(phone), contact);
    return contact;
  }

  return {
    describe,
    /** By any of WhatsApp's forms of the phone. */
    ofPhone: (phone: string): SimContact =>
      known.get(phoneKey(phone)) ?? describe(phone, contactSchema.parse({})),
    ofUserId: (userId: string): SimContact | undefined =>
      known.values().find((contact) => contact.userId === userId),
    list: () => known.values(),
    reset: () => known.clear(),
  };
}
