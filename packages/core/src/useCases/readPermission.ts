import type { DialledContact } from "../ports/callStore.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { withDefaultPhone } from "./resolveNumbers.ts";

/** A contact that was already read, and the agent who asks. */
export type AskedPair = DialledContact & { userId: string; inboxId?: string };

/** Reads what is stored about the permission of a contact, and our number. */
export async function readPermission(deps: CallDeps, pair: AskedPair) {
  const found = await withDefaultPhone(deps, (known) =>
    deps.store.findPermission({ ...pair, ...known }),
  );
  if (found.outcome !== "found") throw new CallsError(found.outcome);
  return found;
}
