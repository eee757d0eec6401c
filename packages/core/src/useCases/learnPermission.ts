import type { DialledContact } from "../ports/callStore.ts";
import { emit } from "../ports/logEvents.ts";
import { permissionLimits } from "../rules/permissionLimits.ts";
import { sha256Hex } from "../signature/hash.ts";
import { ownProvider, type PermissionEvent, type StoredEvent } from "../vocabulary/callEvent.ts";
import {
  type CallPermission,
  learntSource,
  permissionLessons,
  unknownTime,
} from "../vocabulary/callPermission.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import type { CallDeps } from "./callDeps.ts";
import { describeError } from "./describeError.ts";

/**
 * Stores what a refusal of the provider says about a permission, if it contradicts what we believe. The answer gets a
 * time next to the belief's, or `unknownTime` if nobody has decided yet: no clock of ours is compared with the provider's, so
 * every later reply replaces it. A failure is only logged, because the refusal itself matters more.
 *
 * @param id identifies the refused act, so that the same refusal is stored once.
 */
export async function learnPermission(
  deps: CallDeps,
  id: string,
  code: ErrorCode,
  pair: PermissionPair,
  read: () => Promise<CallPermission>,
): Promise<void> {
  const response = permissionLessons[code];
  if (response === undefined) return;
  try {
    const believed = await read();
    const isBelieved = response === "accept" ? believed.status === "permanent" : !believed.may_call;
    if (isBelieved) return;
    await saveLesson(deps, id, pair, { response, permanent: response === "accept" }, believed);
  } catch (error) {
    emit(deps, {
      kind: "problem",
      level: "error",
      problem: "permission_not_learnt",
      actId: id,
      ...describeError(error),
    });
  }
}

/** What the provider has shown about a permission. */
export type Lesson = Pick<PermissionEvent, "response" | "permanent" | "expiresAt">;

/** A contact and our number. */
export interface PermissionPair {
  contact: DialledContact;
  businessPhone: string;
}

/**
 * Stores what the provider has shown, as an answer that replaces what we believe. A temporary permission without an end lasts
 * its longest life from now on, because its time is not the one at which it was given.
 */
export async function saveLesson(
  deps: Pick<CallDeps, "store" | "now">,
  id: string,
  { contact: { contactPhone, contactUserId }, businessPhone }: PermissionPair,
  lesson: Lesson,
  believed: CallPermission,
): Promise<void> {
  const isEndless =
    lesson.response === "accept" && !lesson.permanent && lesson.expiresAt === undefined;
  const event = {
    kind: "permission",
    id: `${id}:permission:${lesson.response}`,
    provider: ownProvider,
    occurredAt: timeNextTo(believed, lesson.response),
    ...(isEndless ? { expiresAt: temporaryEnd(deps.now?.() ?? new Date()) } : {}),
    ...lesson,
    source: learntSource,
    contact: contactPhone === undefined ? { userId: contactUserId } : { phone: contactPhone },
    business: { phone: businessPhone },
  } satisfies StoredEvent;
  await deps.store.recordEvents([{ event, payload: null, bodySha256: sha256Hex(event.id) }]);
}

const temporaryEnd = (now: Date): string =>
  new Date(now.getTime() + permissionLimits.temporary * 1000).toISOString();

/** A refusal replaces a consent of the same time. A consent needs a later time. */
function timeNextTo({ decided_at }: CallPermission, response: "accept" | "reject"): string {
  if (decided_at === null) return unknownTime;
  const decided = Date.parse(decided_at);
  return new Date(response === "reject" ? decided : decided + 1).toISOString();
}
