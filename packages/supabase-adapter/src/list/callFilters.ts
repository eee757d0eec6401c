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
import { callRules } from "@skale-calls/core/internal";
import type { ListedCall } from "../database.ts";
import { quoteFilterValue } from "../quoteFilterValue.ts";
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

/** `column=operator.value`, or the content of PostgREST's `or=(...)`. */
export type Condition = readonly [column: string, operator: string, value: string] | { or: string };

/** A filter as a database condition, and as a function of one call. */
export interface FilterMeaning {
  /** A call must meet all of these conditions. */
  query: readonly Condition[];
  fits(call: ListedCall): boolean;
  /**
   * The words that must have been said. Only the database can tell whether a call fits, because a listed call has no transcript:
   * the query reads from `whatsapp_calls_said`, `fits` ignores this filter, and a list reads again when other calls change.
   */
  said?: string;
}

type Filters = Required<CallFilters>;
type FilterRules = {
  [Name in keyof Filters]: (value: NonNullable<Filters[Name]>) => FilterMeaning;
};

const missedQuery = ruleQuery(callRules.missed);

const filterRules: FilterRules = {
  branchId: (id) => equals("branch_id", String(id).toLowerCase()),
  leadId: (id) => equals("lead_id", String(id).toLowerCase()),
  status: (status) => equals("status", status),
  direction: (direction) => equals("direction", direction),
  endReason: (reason) => equals("end_reason", reason),
  missed: () => ({ query: missedQuery, fits: isMissed }),
  outsideHours: () => ({
    query: [["outside_hours", "is", "true"]],
    fits: ({ outside_hours }) => outside_hours === true,
  }),
  entryPoint: (point) => {
    const column = entryColumns[point];
    return { query: [[column, "not.is", "null"]], fits: (call) => call[column] !== null };
  },
  ctaPayload: (payload) => isOneOf("cta_payload", [String(payload)]),
  deeplinkPayload: (payload) => isOneOf("deeplink_payload", [String(payload)]),
  contactPhone: (phone) => isOneOf("contact_phone", phoneAliases(String(phone))),
  search: (text) => findText(String(text)),
  said: (text) => ({ ...all([]), said: String(text) }),
  from: (moment) =>
    isCreated("gte", readMoment("from", moment), (created, from) => created >= from),
  to: (moment) => isCreated("lt", readMoment("to", moment), (created, to) => created < to),
};

/**
 * Converts filters to conditions of a query and to a predicate for one call. A test on a real database checks that both select
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
  const said = meanings.find((meaning) => meaning.said !== undefined)?.said?.trim();
  return {
    ...(said ? { said } : {}),
    query: meanings.flatMap(({ query }) => query),
    fits: (call) => meanings.every(({ fits }) => fits(call)),
  };
}

/** Writes a rule about the values of columns as a query. A call must meet at least one of the rule's conditions. */
export function ruleQuery(
  rule: readonly Readonly<Record<string, readonly string[]>>[],
): readonly Condition[] {
  const conditions = rule.map((condition) =>
    Object.entries(condition).map(([column, values]): [string, string, string] => {
      const [value, ...others] = values;
      // An index returns rows in its order for `eq`, but not for `in`.
      if (value !== undefined && others.length === 0) return [column, "eq", value];
      return [column, "in", `(${values.join()})`];
    }),
  );
  const [only, ...others] = conditions;
  if (only !== undefined && others.length === 0) return only;
  const alternatives = conditions.map(
    (parts) => `and(${parts.map((part) => part.join(".")).join()})`,
  );
  return [{ or: alternatives.join() }];
}

function equals(column: keyof ListedCall, value: string): FilterMeaning {
  return { query: [[column, "eq", value]], fits: (call) => call[column] === value };
}

function isOneOf(column: keyof ListedCall, values: readonly string[]): FilterMeaning {
  return {
    query: [[column, "in", `(${values.map(quoteFilterValue).join()})`]],
    fits: (call) => values.some((value) => value === call[column]),
  };
}

function findText(text: string): FilterMeaning {
  const search = readSearch(text);
  if (search === null) return all([]);
  const { name, fitsName, numbers } = search;
  const patterns = numbers.flatMap((digits) => numberPatterns(digits));
  const isFoundNumber = matchLike(patterns);
  const alternatives = [
    `contact_name.match.${quoteFilterValue(name)}`,
    // PostgREST accepts * in place of %.
    ...patterns.map((like) => `contact_phone.like.${like.replaceAll("%", "*")}`),
  ];
  return {
    query: [{ or: alternatives.join() }],
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
  operator: "gte" | "lt",
  moment: Date | string,
  holds: (created: number, wanted: number) => boolean,
): FilterMeaning {
  const time = writeTime(moment);
  const wanted = isTimestamp(time) ? microsecondsOf(time) : Number.NaN;
  return {
    query: [["created_at", operator, time]],
    fits: ({ created_at }: { created_at: string | null }) =>
      created_at !== null && holds(microsecondsOf(created_at), wanted),
  };
}
