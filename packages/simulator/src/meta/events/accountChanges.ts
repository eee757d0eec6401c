import type { Restriction } from "../../parties/restrictions.ts";
import { digits, type EventNumber, type MetaChange, secondsOf } from "./metaValue.ts";

/** Creates the change of a new restriction. Unlike YCloud's event, it names the number. */
export function restrictionChange(
  { wabaId, phoneNumber }: EventNumber,
  { type, until }: Restriction,
  now: number,
): MetaChange {
  return {
    wabaId,
    field: "account_update",
    time: Math.floor(now / 1000),
    value: {
      phone_number: digits(phoneNumber),
      event: "ACCOUNT_RESTRICTION",
      restriction_info: [{ restriction_type: type, expiration: Math.floor(until / 1000) }],
    },
  };
}

/** Creates the change of a number's calling settings. Meta sends it for the application's own changes too. */
export function settingsChange(
  { id, wabaId }: EventNumber,
  calling: object,
  now: number,
): MetaChange {
  return {
    wabaId,
    field: "account_settings_update",
    time: Math.floor(now / 1000),
    value: {
      messaging_product: "whatsapp",
      timestamp: secondsOf(now),
      type: "phone_number_settings",
      phone_number_settings: { phone_number_id: id, calling },
    },
  };
}
