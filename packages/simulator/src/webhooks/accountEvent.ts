import type { BusinessNumber } from "../calls/calls.ts";
import type { Restriction } from "../parties/restrictions.ts";
import { accountUpdatedType, createEvent } from "./callEvents.ts";

/**
 * Creates the event of an account's new restriction (docs.ycloud.com, "whatsapp.business_account.updated"). It names the
 * account, not the number.
 */
export function accountRestrictedEvent(
  { wabaId }: BusinessNumber,
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
