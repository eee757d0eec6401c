import type { CallPermission } from "../vocabulary/callPermission.ts";
import { askPermission } from "./askPermission.ts";
import type { CallDeps } from "./callDeps.ts";
import { type DialTarget, readContact } from "./readContact.ts";

export type PermissionTarget = DialTarget & { userId: string; inboxId?: string };

/**
 * Reads whether a contact may be called from an inbox's number. The inbox is chosen as for dialling. A provider that can be
 * asked is asked, and decides; if it cannot be reached, what is stored counts.
 *
 * @throws CallsError with the codes of `normalizePhone`, `no_branch`, `inbox_required`, `inbox_not_found`,
 * `business_number_missing`.
 * @example
 * const { may_call, requests } = await findPermission(deps, { userId, to: "+525512345678" });
 */
export async function findPermission(
  deps: CallDeps,
  target: PermissionTarget,
): Promise<CallPermission> {
  const { userId, inboxId } = target;
  const contact = await readContact(deps, target);
  return askPermission(deps, { userId, ...contact, ...(inboxId ? { inboxId } : {}) });
}
