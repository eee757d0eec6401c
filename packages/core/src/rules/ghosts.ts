import { arePhoneAliases } from "../phone/phoneAliases.ts";
import { mergeFacts } from "../status/mergeFacts.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { callRules, meets } from "./callRules.ts";
import { timeLimits } from "./timeLimits.ts";

/** The columns that `isGhostOf` compares. */
export type GhostlyCall = Pick<
  Call,
  | "direction"
  | "direction_source"
  | "contact_phone"
  | "contact_user_id"
  | "business_phone"
  | "provider_phone_id"
  | "created_at"
>;

/**
 * True if a call may be the ghost of a dialled call. A ghost is the row that a webhook created because the webhook
 * arrived before the provider's response to the dial. A ghost is an outgoing call that nobody here dialled, its contact
 * and its business number match those of the dialled call, and its row was created at most two minutes after the
 * dialled row, by the store's clock. The SQL function `is_ghost_of` does the same; a test checks that both give the
 * same answers.
 */
export function isGhostOf(ghost: GhostlyCall, dialled: GhostlyCall): boolean {
  const age = Date.parse(ghost.created_at) - Date.parse(dialled.created_at);
  return (
    meets(callRules.undialled, ghost) &&
    age >= 0 &&
    age < timeLimits.ghost * 1000 &&
    isSameContact(ghost, dialled) &&
    isSameBusiness(ghost, dialled)
  );
}

function isSameContact(a: GhostlyCall, b: GhostlyCall): boolean {
  return (
    (a.contact_user_id !== null && a.contact_user_id === b.contact_user_id) ||
    (a.contact_phone !== null &&
      b.contact_phone !== null &&
      arePhoneAliases(a.contact_phone, b.contact_phone))
  );
}

/**
 * Compares the business numbers or, if a call has no number, the provider's ids of the numbers. An id that only one of
 * the two calls has is ignored.
 */
function isSameBusiness(a: GhostlyCall, b: GhostlyCall): boolean {
  if (a.business_phone !== null && b.business_phone !== null) {
    return arePhoneAliases(a.business_phone, b.business_phone);
  }
  return (
    a.provider_phone_id === null ||
    b.provider_phone_id === null ||
    a.provider_phone_id === b.provider_phone_id
  );
}

/**
 * Finds the ghost of a dialled call: the only call that matches this dialled call and matches no other dialled call.
 * Returns null if there is no such call.
 */
export function findGhost(dialled: Call, calls: readonly Call[]): Call | null {
  const rivals = calls.filter(
    (other) => other.id !== dialled.id && meets(callRules.ghost_rival, other),
  );
  const [ghost, second] = calls.filter(
    (call) => isGhostOf(call, dialled) && !rivals.some((rival) => isGhostOf(call, rival)),
  );
  return ghost !== undefined && second === undefined ? ghost : null;
}

/**
 * Joins a dialled row with its ghost. The result keeps the id of the dialled row and the texts that agents wrote, has
 * the `call_id` of the ghost, and contains the merged facts.
 */
export function joinRows(dialled: Call, ghost: Call): Call {
  return {
    ...dialled,
    ...mergeFacts(dialled, ghost).facts,
    call_id: ghost.call_id,
    provider_call_id: ghost.call_id,
    contact_name: dialled.contact_name ?? ghost.contact_name,
    notes: dialled.notes ?? ghost.notes,
    lead_id: dialled.lead_id ?? ghost.lead_id,
  };
}
