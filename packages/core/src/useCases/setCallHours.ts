import { callHoursSchema } from "../availability/callHoursSchema.ts";
import { readInboxPhone } from "../rules/inboxes.ts";
import type { CallHours } from "../vocabulary/account.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { type ProviderDeps, providerOfInbox } from "./chooseProvider.ts";
import { describeError } from "./describeError.ts";

export interface SavedCallHours {
  hours: CallHours | null;
  /** `unsupported`: the provider has no such setting. `failed`: it refused, and contacts see the former hours. */
  provider: "saved" | "unsupported" | "failed";
}

/**
 * Sets the business hours of an inbox, and writes them to the provider if it has them. Null deletes them. It checks no agent:
 * `POST /call-hours` does (`mayManage`).
 *
 * @throws CallsError `invalid_request` with the problems in `details`; `inbox_not_found`.
 * @example
 * await setCallHours({ store, provider, log }, { inboxId, hours });
 */
export async function setCallHours(
  deps: Pick<CallDeps, "store" | "log"> & Partial<ProviderDeps>,
  { inboxId, hours: written }: { inboxId: string; hours: unknown },
): Promise<SavedCallHours> {
  const { store, log, provider: standard, providers } = deps;
  const hours = written === null ? null : checkHours(written);
  const inbox = await store.saveCallHours({ inboxId, hours });
  const provider = standard && providerOfInbox({ provider: standard, providers }, inbox);
  if (!provider?.saveCallHours || inbox.phoneNumber === null) {
    return { hours, provider: "unsupported" };
  }
  try {
    await provider.saveCallHours(readInboxPhone(inbox.phoneNumber), hours);
    return { hours, provider: "saved" };
  } catch (error) {
    log.warn("hours: the provider did not save them", { inbox: inboxId, ...describeError(error) });
    return { hours, provider: "failed" };
  }
}

function checkHours(written: unknown): CallHours {
  const parsed = callHoursSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  throw new CallsError("invalid_request", {
    details: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}
