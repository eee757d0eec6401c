import type { Restriction } from "../../parties/restrictions.ts";
import { accountUpdatedType, createEvent, type EventParties } from "./callEvents.ts";

/**
 * Creates the event of an account's new restriction (docs.ycloud.com, "whatsapp.business_account.updated"). It names the
 * account, not the number.
 */
export function accountRestrictedEvent(
  { wabaId }: EventParties["business"],
  { type, until }: Restriction,
  now: number,
) {
  return createEvent(now, accountUpdatedType, {
    whatsappBusinessAccount: {
      id: wabaId,
      name: "SKALE Calls simulator",
      updateEvent: "ACCOUNT_RESTRICTION",
      restrictions: [{ restrictionType: type, expiration: new Date(until).toISOString() }],
    },
  });
}
