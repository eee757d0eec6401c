import type { DialledContact } from "../ports/callStore.ts";
import { sha256Hex } from "../signature/hash.ts";
import { ownProvider, type StoredEvent } from "../vocabulary/callEvent.ts";
import {
  type CallPermission,
  learntSource,
  permissionLessons,
} from "../vocabulary/callPermission.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import type { CallDeps } from "./callDeps.ts";
import { describeError } from "./describeError.ts";

/**
 * Stores what a refusal of the provider says about a permission, if it contradicts what we believe. The answer gets a
 * time next to the belief's: no clock of ours is compared with the provider's, so every later reply replaces it. A
 * failure is only logged, because the refusal itself matters more.
 *
 * @param id identifies the refused act, so that the same refusal is stored once.
 */
export async function learnPermission(
  deps: CallDeps,
  id: string,
  code: ErrorCode,
  pair: { contact: DialledContact; businessPhone: string },
  read: () => Promise<CallPermission>,
): Promise<void> {
  const response = permissionLessons[code];
  if (response === undefined) return;
  try {
    const believed = await read();
    const isBelieved = response === "accept" ? believed.status === "permanent" : !believed.may_call;
    if (isBelieved) return;
    const { contactPhone, contactUserId } = pair.contact;
    const event = {
      kind: "permission",
      id: `${id}:permission:${response}`,
      provider: ownProvider,
      occurredAt: timeNextTo(believed, response) ?? (deps.now?.() ?? new Date()).toISOString(),
      response,
      permanent: response === "accept",
      source: learntSource,
      contact: contactPhone === undefined ? { userId: contactUserId } : { phone: contactPhone },
      business: { phone: pair.businessPhone },
    } satisfies StoredEvent;
    await deps.store.recordEvents([{ event, payload: null, bodySha256: sha256Hex(event.id) }]);
  } catch (error) {
    deps.log.error("a refusal's word about the permission could not be saved", {
      act: id,
      ...describeError(error),
    });
  }
}

/** A refusal replaces a consent of the same time. A consent needs a later time. Undefined if nobody has decided yet. */
function timeNextTo(
  { decided_at }: CallPermission,
  response: "accept" | "reject",
): string | undefined {
  if (decided_at === null) return undefined;
  const decided = Date.parse(decided_at);
  return new Date(response === "reject" ? decided : decided + 1).toISOString();
}
