import { phoneKey } from "@skale-calls/core/internal";
import * as z from "zod";
import { createBoundedMap, memoryLimit } from "../lib/boundedMap.ts";
import { userIdOf } from "../lib/createIds.ts";
import { voices } from "../media/farEnd.ts";
import { permissionReplies, permissionRules } from "./permissionRules.ts";

const milliseconds = z.int().min(0).max(86_400_000);

/** The body of `PUT /_sim/contacts/{phone}`. It replaces the previous description. */
export const contactSchema = z.strictObject({
  /**
   * What the user does when the business calls. `ignore`: does not answer. `manual`: waits for
   * `POST /_sim/calls/{wacid}/answer`. `fail`: cannot be reached.
   */
  onIncoming: z.enum(["answer", "reject", "ignore", "manual", "fail"]).default("answer"),
  /** How long the phone rings before the user answers or rejects. Also, in both directions, before an unanswered call ends. */
  ringMs: milliseconds.optional(),
  /** How long the user talks before hanging up. By default, a `manual` user does not hang up. */
  talkMs: milliseconds.optional(),
  /** What the user sends, in a simulator with media. Default: `clip`. */
  voice: z.enum(voices).optional(),
  /**
   * The reply to a call permission request. `none`: the user does not reply; `POST /_sim/contacts/{phone}/permission`
   * can reply later.
   */
  permission: z.enum(permissionReplies).optional(),
  /** How long a permission lasts that is not permanent. Default: 7 days. */
  permissionMs: z.int().min(0).max(permissionRules.permissionMs).optional(),
  /** Whether the business may call now. By default yes, unless `permission` is `reject` or `none`. */
  permitted: z.boolean().optional(),
  /** When the present permission ends. Default: never. A time in the past is a permission that has expired. */
  permittedUntil: z.iso.datetime().optional(),
  /** How far a message of the business gets. `failed`: it is not delivered. Default: `read`. */
  onMessage: z.enum(["read", "delivered", "sent", "failed"]).optional(),
  /** The error code of a message that is not delivered. Default: `131026`. */
  messageError: z
    .string()
    .regex(/^\d{1,6}$/, "must be the digits of a WhatsApp error code")
    .optional(),
  userId: z.string().min(1).max(128).optional(),
  profileName: z.string().max(255).optional(),
  username: z.string().max(255).optional(),
  /** True if the user hides the phone: events contain the user id and no phone. */
  hidePhone: z.boolean().optional(),
});

export type ContactBehaviour = z.infer<typeof contactSchema>;
/** Epoch milliseconds; null for a permanent consent. */
export type Consent = { until: number | null };

/** A WhatsApp user. */
export interface SimContact extends Omit<ContactBehaviour, "permitted" | "permittedUntil"> {
  phone: string;
  userId: string;
  profileName: string;
  /** The permission of the description, for every number of the business; undefined if there is none. */
  consent: Consent | undefined;
}

/** Creates the WhatsApp users. Every phone number has a user. By default, the user answers and may be called. */
export function createContacts() {
  const known = createBoundedMap<SimContact>(memoryLimit);

  function describe(phone: string, behaviour: ContactBehaviour): SimContact {
    const { permitted, permittedUntil, ...rest } = behaviour;
    const refuses = rest.permission === "reject" || rest.permission === "none";
    const until = permittedUntil === undefined ? null : Date.parse(permittedUntil);
    const isPermitted = permitted ?? (permittedUntil !== undefined || !refuses);
    const contact: SimContact = {
      ...rest,
      phone,
      userId: rest.userId ?? userIdOf(phoneKey(phone)),
      profileName: rest.profileName ?? `User ${phone.slice(-4)}`,
      consent: isPermitted ? { until } : undefined,
    };
    known.set(phoneKey(phone), contact);
    return contact;
  }

  return {
    describe,
    /** Gives a user another number, which brings another user id, or another user id alone. Returns the user after it. */
    change(
      contact: SimContact,
      { phone = contact.phone, userId }: { phone?: string; userId?: string },
    ): SimContact {
      const changed = { ...contact, phone, userId: userId ?? userIdOf(phoneKey(phone)) };
      known.set(phoneKey(phone), changed);
      return changed;
    },
    /** Finds or creates the user of a phone, in any form that WhatsApp uses for the number. */
    ofPhone: (phone: string): SimContact =>
      known.get(phoneKey(phone)) ?? describe(phone, contactSchema.parse({})),
    ofUserId: (userId: string): SimContact | undefined =>
      known.values().find((contact) => contact.userId === userId),
    list: () => known.values(),
    reset: () => known.clear(),
  };
}
