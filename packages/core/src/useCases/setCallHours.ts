import { callHoursSchema } from "../availability/callHoursSchema.ts";
import { emit } from "../ports/logEvents.ts";
import { readInboxPhone } from "../rules/inboxes.ts";
import { sha256Hex } from "../signature/hash.ts";
import type { CallHours } from "../vocabulary/account.ts";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
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
 * @param businessPhone the number, in E.164, of an inbox that has none itself.
 * @throws CallsError `invalid_request` with the problems in `details`; `inbox_not_found`.
 * @example
 * await setCallHours({ store, provider }, { inboxId, hours });
 */
export async function setCallHours(
  deps: Pick<CallDeps, "store" | "onEvent" | "now"> & Partial<ProviderDeps>,
  {
    inboxId,
    hours: written,
    businessPhone = null,
  }: { inboxId: string; hours: unknown; businessPhone?: string | null },
): Promise<SavedCallHours> {
  const { store, provider: standard, providers } = deps;
  const hours = written === null ? null : checkHours(written);
  const inbox = await store.saveCallHours({ inboxId, hours });
  try {
    const provider = standard && providerOfInbox({ provider: standard, providers }, inbox);
    const phone = inbox.phoneNumber === null ? businessPhone : readInboxPhone(inbox.phoneNumber);
    if (!provider?.saveCallHours || phone === null) return { hours, provider: "unsupported" };
    await provider.saveCallHours(phone, hours);
    await recordHours(deps, provider.name, phone, hours);
    return { hours, provider: "saved" };
  } catch (error) {
    emit(deps, {
      kind: "problem",
      level: "warn",
      problem: "hours_refused",
      inboxId,
      ...describeError(error),
    });
    return { hours, provider: "failed" };
  }
}

/** Records what the provider has now, because the next reading of its settings can be far. */
async function recordHours(
  { store, onEvent, now }: Pick<CallDeps, "store" | "onEvent" | "now">,
  provider: string,
  phone: string,
  hours: CallHours | null,
): Promise<void> {
  const event = {
    kind: "account",
    id: `call-hours:${crypto.randomUUID()}`,
    provider,
    occurredAt: (now?.() ?? new Date()).toISOString(),
    business: { phone },
    facts: { call_hours: hours },
  } satisfies StoredEvent;
  try {
    await store.recordEvents([{ event, payload: null, bodySha256: sha256Hex(event.id) }]);
  } catch (error) {
    emit(
      { onEvent },
      { kind: "problem", level: "warn", problem: "hours_not_saved", ...describeError(error) },
    );
  }
}

function checkHours(written: unknown): CallHours {
  const parsed = callHoursSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  throw new CallsError("invalid_request", {
    details: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}
