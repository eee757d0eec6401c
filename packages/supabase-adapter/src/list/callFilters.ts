import {
  type CallDirection,
  type CallStatus,
  type EndReason,
  isMissed,
  phoneAliases,
} from "@skale-calls/core";
import { callRules } from "@skale-calls/core/internal";
import type { ListedCall } from "../database.ts";
import { quoteFilterValue } from "../quoteFilterValue.ts";
import { isTimestamp, microsecondsOf } from "../timestamp.ts";
import { writeTime } from "../writeTime.ts";
import { isLike, numberPatterns } from "./numberPatterns.ts";
import { readSearch } from "./readSearch.ts";

/** Which calls a list shows. What is null, empty or absent asks for nothing. */
export interface CallFilters {
  branchId?: string | null;
  status?: CallStatus | null;
  direction?: CallDirection | null;
  endReason?: EndReason | null;
  /** True: only missed calls, as the overview counts them: incoming ones that nobody answered and nobody refused. */
  missed?: boolean | null;
  /** E.164; calls under its other WhatsApp forms are found too (`phoneAliases`). */
  contactPhone?: string | null;
  leadId?: string | null;
  /**
   * What a person types: a part of the contact's name, whatever the case and the accents, or of the number, with or
   * without spaces, `+`, country code and the country's mobile mark. Empty: everybody.
   */
  search?: string | null;
  /** Created at this moment or later; an ISO 8601 text (UTC where it names no zone) or a `Date`. */
  from?: Date | string | null;
  /** Created before this moment. */
  to?: Date | string | null;
}

/** `column=operator.value`, or the inside of PostgREST's `or=(...)`. */
export type Condition = readonly [column: string, operator: string, value: string] | { or: string };

/** A filter as the database reads it, and the same for one call at hand. */
export interface FilterMeaning {
  /** All of them hold. */
  query: readonly Condition[];
  fits(call: ListedCall): boolean;
}

type Filters = Required<CallFilters>;
type FilterRules = {
  [Name in keyof Filters]: (value: NonNullable<Filters[Name]>) => FilterMeaning;
};

/** One value is asked for by `eq`: an index keeps its order for that. */
const missedQuery = Object.entries(callRules.missed[0]).map(
  ([column, values]): Condition =>
    values.length === 1 ? [column, "eq", values[0]] : [column, "in", `(${values.join()})`],
);

const filterRules: FilterRules = {
  branchId: (id) => equals("branch_id", id.toLowerCase()),
  leadId: (id) => equals("lead_id", id.toLowerCase()),
  status: (status) => equals("status", status),
  direction: (direction) => equals("direction", direction),
  endReason: (reason) => equals("end_reason", reason),
  missed: () => ({ query: missedQuery, fits: isMissed }),
  contactPhone: (phone) => isOneOf("contact_phone", phoneAliases(phone)),
  search: findText,
  from: (moment) => isCreated("gte", moment, (created, from) => created >= from),
  to: (moment) => isCreated("lt", moment, (created, to) => created < to),
};

/**
 * What filters mean: as conditions of a query, and as a question to one call. The two answer alike: a test holds them equal
 * on a real database.
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
    query: meanings.flatMap(({ query }) => query),
    fits: (call) => meanings.every(({ fits }) => fits(call)),
  };
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
  const { name, numbers } = search;
  const pattern = new RegExp(name, "su");
  const patterns = numbers.flatMap((digits) => numberPatterns(digits));
  const alternatives = [
    `contact_name.match.${quoteFilterValue(name)}`,
    // PostgREST writes % as *.
    ...patterns.map((like) => `contact_phone.like.${like.replaceAll("%", "*")}`),
  ];
  return {
    query: [{ or: alternatives.join() }],
    fits: ({ contact_name, contact_phone }) =>
      (contact_name !== null && pattern.test(contact_name)) ||
      (contact_phone !== null && isLike(contact_phone, patterns)),
  };
}

/** In microseconds, as Postgres counts. A row of the guide's may have no created_at. */
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
