import { phoneAliases } from "@skale-calls/core";
import type { FetchCallsPageParams, ListedCall } from "@skale-calls/supabase-adapter";

/** Which calls a list shows; the list's query key holds it. */
export type CallFilters = Omit<FetchCallsPageParams, "limit" | "after">;

/** Whether a call that came by a live update belongs in a list: what the database decides of a page, for one call. */
export function fitsFilters(call: ListedCall, filters: CallFilters): boolean {
  const equal = (wanted: string | null | undefined, value: string | null) =>
    !wanted || wanted === value;
  return (
    equal(filters.branchId, call.branch_id) &&
    equal(filters.status, call.status) &&
    equal(filters.direction, call.direction) &&
    equal(filters.endReason, call.end_reason) &&
    equal(filters.leadId, call.lead_id) &&
    fitsPhone(call.contact_phone, filters.contactPhone) &&
    fitsTimes(call.created_at, filters) &&
    fitsSearch(call, filters.search ?? "")
  );
}

function fitsPhone(phone: string | null, wanted: string | null | undefined): boolean {
  return !wanted || (phone !== null && phoneAliases(wanted).includes(phone));
}

/** A row of the guide's may have no created_at. */
function fitsTimes(createdAt: string | null, { from, to }: CallFilters): boolean {
  if (!from && !to) return true;
  if (createdAt === null) return false;
  const time = Date.parse(createdAt);
  return (!from || time >= timeOf(from)) && (!to || time < timeOf(to));
}

const timeOf = (moment: Date | string) => new Date(moment).getTime();

/** Fewer digits are in nearly every number, and the database does not look for them. */
const fewestDigits = 3;
const phoneText = /^[+\d\s().-]+$/;

function fitsSearch(call: ListedCall, search: string): boolean {
  const text = search.trim();
  if (text === "") return true;
  if (hasWords(plain(call.contact_name ?? ""), plain(text).split(/\s+/))) return true;
  const digits = text.replace(/\D/g, "");
  if (!phoneText.test(text) || digits.length < fewestDigits || call.contact_phone === null) {
    return false;
  }
  return phoneAliases(call.contact_phone).some((phone) => phone.includes(digits));
}

/** All words, one behind the other. */
function hasWords(text: string, words: readonly string[]): boolean {
  let from = 0;
  return words.every((word) => {
    const at = text.indexOf(word, from);
    from = at + word.length;
    return at >= 0;
  });
}

/** Without accents and capitals. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
