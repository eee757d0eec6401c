import { isUserId } from "../phone/isUserId.ts";
import { arePhoneAliases } from "../phone/phoneAliases.ts";
import { isLid } from "../phone/readJid.ts";
import type { Business, Contact } from "../vocabulary/callEvent.ts";
import type { CallDirection } from "../vocabulary/callStatus.ts";
import { known } from "./eventDraft.ts";

/** One side of a call, with the values from a payload. */
export interface Side {
  phone?: string | undefined;
  userId?: string | undefined;
  parentUserId?: string | undefined;
}

export interface Sides {
  direction?: CallDirection | undefined;
  from: Side;
  to: Side;
  /** Our number, if the payload contains it in addition to the two sides. */
  businessPhone?: string | undefined;
  phoneId?: string | undefined;
  profileName?: string | undefined;
}

/** All results have the same keys: objects of the same form are copied faster. */
export interface PlacedSides {
  direction: CallDirection | undefined;
  contact: Contact | undefined;
  business: Business | undefined;
  parties: { from?: string; to?: string } | undefined;
}

/**
 * Decides which side of a call is ours, by the direction or, without a direction, by our own number. The contact is the
 * other side. If neither decides, both numbers stay in `parties`, and the numbers of the inboxes decide later
 * (`placeParties`).
 */
export function placeSides(sides: Sides): PlacedSides {
  const { direction, from, to, businessPhone, phoneId, profileName } = sides;
  const outgoing = direction ? direction === "saliente" : isOutgoing(from, to, businessPhone);
  if (outgoing === undefined) {
    const placedSides = placed(direction, { profileName }, { phone: businessPhone, phoneId });
    if (from.phone || to.phone) placedSides.parties = known({ from: from.phone, to: to.phone });
    return placedSides;
  }
  const [ours, theirs] = outgoing ? [from, to] : [to, from];
  const phones = { ours: businessPhone ?? ours.phone, theirs: theirs.phone };
  if (areSame(phones.ours, phones.theirs)) {
    // A number cannot call itself, but providers document such payloads. If the payload states our number separately,
    // the contact's number is wrong. If it does not, our number may be wrong; it is removed, because a wrong inbox does
    // more harm than a missing one.
    if (businessPhone === undefined) phones.ours = undefined;
    else phones.theirs = areSame(ours.phone, businessPhone) ? undefined : ours.phone;
  }
  const { userId, parentUserId } = theirs;
  return placed(
    direction,
    { phone: phones.theirs, userId, parentUserId, profileName },
    { phone: phones.ours, phoneId },
  );
}

function isOutgoing(from: Side, to: Side, business: string | undefined): boolean | undefined {
  if (business === undefined) return undefined;
  if (areSame(from.phone, business)) return true;
  return to.phone === undefined || areSame(to.phone, business) ? false : undefined;
}

export function areSame(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  // Aliases end with the same digits. Comparing these digits first is fast and decides most pairs.
  return a.endsWith(b.slice(-4)) && arePhoneAliases(a, b);
}

function placed(
  direction: CallDirection | undefined,
  person: Side & { profileName?: string | undefined },
  number: { phone?: string | undefined; phoneId?: string | undefined },
): PlacedSides {
  const { phone, userId, parentUserId, profileName } = withUserId(person);
  const contact: Contact = {};
  if (phone !== undefined) contact.phone = phone;
  if (userId !== undefined) contact.userId = userId;
  if (parentUserId !== undefined) contact.parentUserId = parentUserId;
  if (profileName !== undefined) contact.profileName = profileName;
  const business: Business = {};
  if (number.phone !== undefined) business.phone = number.phone;
  if (number.phoneId !== undefined) business.phoneId = number.phoneId;

  return {
    direction,
    contact: hasAny(contact) ? contact : undefined,
    business: hasAny(business) ? business : undefined,
    parties: undefined,
  };
}

/** Moves a user id from the phone field to the right field: some senders write the user id in place of the phone. */
export function withUserId<S extends Side>(side: S): S {
  if (side.phone === undefined || !(isUserId(side.phone) || isLid(side.phone))) return side;
  return { ...side, phone: undefined, userId: side.userId ?? side.phone };
}

function hasAny(fields: object): boolean {
  for (const _ in fields) return true;
  return false;
}
