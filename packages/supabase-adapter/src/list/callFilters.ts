import {
  type CallDirection,
  type CallStatus,
  CallsError,
  type EndReason,
  type EntryPoint,
  entryColumns,
  isMissed,
  phoneAliases,
} from "@skale-calls/core";
import type { ListedCall } from "../database.ts";
import { isTimestamp, microsecondsOf } from "../timestamp.ts";
import { writeTime } from "../writeTime.ts";
import { matchLike, numberPatterns } from "./numberPatterns.ts";
import { readSearch } from "./readSearch.ts";

/** The filters of a list. A field that is absent, null or empty does not filter. */
export interface CallFilters {
  branchId?: string | null;
  status?: CallStatus | null;
  direction?: CallDirection | null;
  endReason?: EndReason | null;
  /** True selects missed calls, as in the overview: incoming calls that nobody answered and nobody declined. */
  missed?: boolean | null;
  /** True selects incoming calls that began outside of the business hours of their inbox. */
  outsideHours?: boolean | null;
  /** Selects incoming calls that came by a call button or a call link with a payload. */
  entryPoint?: EntryPoint | null;
  /** The payload of the call button with which the contact called: `cta_payload` of the call. */
  ctaPayload?: string | null;
  /** The same of the call link: `deeplink_payload` of the call. */
  deeplinkPayload?: string | null;
  /** E.164. Calls with another WhatsApp form of the number match too (`phoneAliases`). */
  contactPhone?: string | null;
  leadId?: string | null;
  /**
   * The text that a person types: a part of the contact's name, ignoring case and accents, or a part of the number, with or
   * without spaces, `+`, the country code and the country's mobile digit. An empty text does not filter.
   */
  search?: string | null;
  /**
   * The text that a person types: words that were said in the call, in any order and in any grammatical form, ignoring accents.
   * As in web searches, it may contain "phrases", `or` and -without. Only calls whose branch the agent sees are found.
   */
  said?: string | null;
  /** Selects calls created at this moment or later. An ISO 8601 text (UTC if it has no zone) or a `Date`. */
  from?: Date | string | null;
  /** Selects calls created before this moment. */
  to?: Date | string | null;
}

/** The filters as the database's `whatsapp_calls_page` takes them. A call must meet all of them. */
export interface ListFilters {
  branch_id?: string;
  lead_id?: string;
  status?: CallStatus;
  direction?: CallDirection;
  end_reason?: EndReason;
  missed?: true;
  outside_hours?: true;
  /** The column that must have a value. */
  entry_column?: (typeof entryColumns)[EntryPoint];
  cta_payload?: string;
  deeplink_payload?: string;
  /** Every form of the contact's number. */
  contact_phones?: readonly string[];
  /** Regular expressions for the words of the contact's name, in their order, unless the number matches one of `numbers`. */
  name?: readonly string[];
  /** Patterns for `like`. */
  numbers?: readonly string[];
  said?: string;
  from?: string;
  to?: string;
  /** The last row of the previous page. Without `after_at` this row has no time. */
  after_at?: string;
  after_id?: string;
}

/** A filter as the database takes it, and as a function of one call. */
export interface FilterMeaning {
  /**
   * Only the database can tell whether a call fits `said`, because a listed call has no transcript: `fits` ignores this filter,
   * and a list reads again when other calls change.
   */
  query: ListFilters;
  fits(call: ListedCall): boolean;
}

type Filters = Required<CallFilters>;
type FilterRules = {
  [Name in keyof Filters]: (value: NonNullable<Filters[Name]>) => FilterMeaning;
};

const filterRules: FilterRules = {
  branchId: (id) => equals("branch_id", String(id).toLowerCase()),
  leadId: (id) => equals("lead_id", String(id).toLowerCase()),
  status: (status) => equals("status", status),
  direction: (direction) => equals("direction", direction),
  endReason: (reason) => equals("end_reason", reason),
  missed: () => ({ query: { missed: true }, fits: isMissed }),
  outsideHours: () => ({
    query: { outside_hours: true },
    fits: ({ outside_hours }) => outside_hours === true,
  }),
  entryPoint: (point) => {
    const column = entryColumns[point];
    return { query: { entry_column: column }, fits: (call) => call[column] !== null };
  },
  ctaPayload: (payload) => equals("cta_payload", String(payload)),
  deeplinkPayload: (payload) => equals("deeplink_payload", String(payload)),
  contactPhone: (phone) => hasNumber(phoneAliases(String(phone))),
  search: (text) => findText(String(text)),
  said: (text) => {
    const said = String(text).trim();
    return { ...all([]), query: said === "" ? {} : { said } };
  },
  from: (moment) =>
    isCreated("from", readMoment("from", moment), (created, from) => created >= from),
  to: (moment) => isCreated("to", readMoment("to", moment), (created, to) => created < to),
};

/**
 * Converts filters to those of the database and to a predicate for one call. A test on a real database checks that both select
 * the same calls.
 *
 * @throws CallsError `invalid_request` for a `from` or `to` that is not a time.
 */
export function readFilters(filters: CallFilters): FilterMeaning {
  const names = Object.keys(filterRules) as (keyof Filters)[];
  return all(
    names.flatMap((name) => {
      const value = filters[name];
      const read = filterRules[name] as (value: unknown) => FilterMeaning;
      return value ? [read(value)] : [];
    }),
  );
}

function all(meanings: readonly FilterMeaning[]): FilterMeaning {
  return {
    query: Object.assign({}, ...meanings.map(({ query }) => query)),
    fits: (call) => meanings.every(({ fits }) => fits(call)),
  };
}

function equals(column: keyof ListedCall & keyof ListFilters, value: string): FilterMeaning {
  return { query: { [column]: value }, fits: (call) => call[column] === value };
}

function hasNumber(phones: readonly string[]): FilterMeaning {
  return {
    query: { contact_phones: phones },
    fits: ({ contact_phone }) => contact_phone !== null && phones.includes(contact_phone),
  };
}

function findText(text: string): FilterMeaning {
  const search = readSearch(text);
  if (search === null) return all([]);
  const { name, fitsName, numbers } = search;
  const patterns = numbers.flatMap((digits) => numberPatterns(digits));
  const isFoundNumber = matchLike(patterns);
  return {
    query: { name, numbers: patterns },
    fits: ({ contact_name, contact_phone }) =>
      (contact_name !== null && fitsName(contact_name)) ||
      (contact_phone !== null && isFoundNumber(contact_phone)),
  };
}

function readMoment(field: "from" | "to", moment: Date | string): Date | string {
  if (typeof moment === "string") return moment;
  if (moment instanceof Date && !Number.isNaN(moment.getTime())) return moment;
  throw new CallsError("invalid_request", { message: `${field} is not a valid time.` });
}

/** Filters by created_at, in microseconds as in Postgres. A row that the guide's functions wrote may have no created_at. */
function isCreated(
  bound: "from" | "to",
  moment: Date | string,
  holds: (created: number, wanted: number) => boolean,
): FilterMeaning {
  const time = writeTime(moment);
  const wanted = isTimestamp(time) ? microsecondsOf(time) : Number.NaN;
  return {
    query: { [bound]: time },
    fits: ({ created_at }: { created_at: string | null }) =>
      created_at !== null && holds(microsecondsOf(created_at), wanted),
  };
}
