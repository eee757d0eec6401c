/**
 * What is known about the account of a business number: its calling settings, WhatsApp's restrictions, and the hours in
 * which contacts may call.
 */

/** The days of the week as in ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** One interval of a weekday, in local time. */
export interface OpenInterval {
  day: Weekday;
  /** `HH:MM`, from `00:00` to `23:59`. */
  open: string;
  /**
   * `HH:MM`, to `24:00`; the interval does not contain this minute. An interval whose `close` is not after `open` ends
   * on the next day.
   */
  close: string;
}

/** A date with hours of its own. Without `open` and `close`, the inbox is closed on the whole date. */
export interface Holiday {
  /** `YYYY-MM-DD`, in local time. */
  date: string;
  open?: string | undefined;
  close?: string | undefined;
}

/**
 * The business hours of an inbox. On a date in `holidays`, only the hours of the holiday count.
 *
 * @example
 * const hours: CallHours = {
 *   time_zone: "America/Mexico_City",
 *   weekly: [
 *     { day: 1, open: "09:00", close: "14:00" },
 *     { day: 1, open: "16:00", close: "19:00" },
 *   ],
 *   holidays: [{ date: "2026-12-25" }, { date: "2026-12-24", open: "09:00", close: "13:00" }],
 * };
 */
export interface CallHours {
  /** An IANA time zone, such as `America/Mexico_City`. */
  time_zone: string;
  weekly: OpenInterval[];
  holidays: Holiday[];
}

/** A restriction that WhatsApp has imposed. */
export interface CallRestriction {
  /** WhatsApp's name, such as `RESTRICTED_BUSINESS_INITIATED_CALLING`. New names are passed on. */
  type: string;
  /** WhatsApp's sentence. */
  reason: string | null;
  /** ISO 8601; null if WhatsApp gave no end. */
  until: string | null;
}

/** A template that asks a contact for the permission to be called. */
export interface PermissionTemplate {
  name: string;
  language: string;
  /** WhatsApp's word, such as `APPROVED`. */
  status: string;
}

/**
 * The facts that one event states. Words are the provider's, in upper case. Each fact is stored with its time, and the
 * newest one is valid (`isNewerFact`).
 *
 * `restrictions` and `templates` are complete lists. A fact whose name has a prefix is about one item: a newer fact
 * about an item changes that item of the list.
 */
export interface AccountFacts {
  /** `ENABLED` or `DISABLED`. */
  calling_status?: string;
  /** `DEFAULT` or `DISABLE_ALL`. */
  icon_visibility?: string;
  /** Whether WhatsApp asks a contact who called for the permission to call back: `ENABLED` or `DISABLED`. */
  callback_status?: string;
  /** The hours that the provider has; null if it has none, or if they are switched off. */
  call_hours?: CallHours | null;
  /** Such as `TIER_2K`. */
  messaging_limit?: string;
  quality_rating?: string;
  /** The provider's id of the account (WhatsApp's WABA) that the number belongs to. */
  account_id?: string;
  /** The number in E.164, and the provider's id of it: facts that are stored under one of them are found by the other. */
  phone?: string;
  phone_id?: string;
  /** `DISABLE` if WhatsApp has banned the account. */
  ban_state?: string;
  restrictions?: readonly CallRestriction[];
  templates?: readonly PermissionTemplate[];
  /** The result of the newest reading of the settings: `read`, or the error code. */
  settings?: string;
  [restriction: `restriction:${string}`]: Omit<CallRestriction, "type">;
  /** The name and language of a template, with its status. */
  [template: `template:${string}`]: string;
  /** WhatsApp reported this violation. */
  [violation: `violation:${string}`]: true;
}

/** A fact as it is stored. */
export interface DatedFact {
  /** A name of `AccountFacts`. */
  fact: string;
  value: unknown;
  /** ISO 8601: the time of the event. */
  occurredAt: string;
  eventId: string;
}

/** The facts that join a number with its id at the provider; none if one of them is not known. */
export const factsOfNumber = ({
  phone,
  phoneId,
}: {
  phone?: string | undefined;
  phoneId?: string | undefined;
}): Pick<AccountFacts, "phone" | "phone_id"> =>
  phone === undefined || phoneId === undefined ? {} : { phone, phone_id: phoneId };
