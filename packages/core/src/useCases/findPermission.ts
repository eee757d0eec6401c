import type { DialledContact } from "../ports/callStore.ts";
import type { CallPermission } from "../vocabulary/callPermission.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { type DialTarget, readContact } from "./readContact.ts";
import { withDefaultPhone } from "./resolveNumbers.ts";

export type PermissionTarget = DialTarget & { userId: string; inboxId?: string };

/**
 * Reads whether a contact may be called from an inbox's number. The inbox is chosen as for dialling.
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
  return (await readPermission(deps, { userId, ...contact, ...(inboxId ? { inboxId } : {}) }))
    .permission;
}

/** Reads the permission of a contact that was already read, and our number. */
export async function readPermission(
  deps: CallDeps,
  pair: DialledContact & { userId: string; inboxId?: string },
) {
  const found = await withDefaultPhone(deps, (known) =>
    deps.store.findPermission({ ...pair, ...known }),
  );
  if (found.outcome !== "found") throw new CallsError(found.outcome);
  return found;
}
