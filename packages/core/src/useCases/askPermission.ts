import type { CallProvider, PermissionReading } from "../ports/callProvider.ts";
import { emit } from "../ports/logEvents.ts";
import { sha256Hex } from "../signature/hash.ts";
import type { CallPermission } from "../vocabulary/callPermission.ts";
import type { CallDeps } from "./callDeps.ts";
import { findProvider } from "./chooseProvider.ts";
import { describeError } from "./describeError.ts";
import { type Lesson, saveLesson } from "./learnPermission.ts";
import { type AskedPair, readPermission } from "./readPermission.ts";

/**
 * Reads the permission of a contact, and asks the inbox's provider if it can be asked. Its answer wins over ours: a status
 * that contradicts what is stored is stored as an answer of its own, and what it allows now (`mayCall`, `mayRequest`) replaces
 * what our limits forecast. If the provider cannot be asked, what is stored counts.
 */
export async function askPermission(deps: CallDeps, pair: AskedPair): Promise<CallPermission> {
  const found = await readPermission(deps, pair);
  const { businessPhone } = found;
  const provider = findProvider(deps, found.provider ?? deps.provider.name);
  const permission = provider?.requestPermission
    ? found.permission
    : overlay(found.permission, { mayRequest: false });
  const reading = provider?.readPermission && (await ask(deps, provider, pair, businessPhone));
  if (!reading) return permission;
  const lesson = lessonOf(reading, permission);
  if (lesson === null) return overlay(permission, reading);
  try {
    const { contactPhone, contactUserId } = pair;
    const told = [businessPhone, contactPhone, contactUserId, permission.decided_at, lesson];
    const id = `permission-query:${sha256Hex(JSON.stringify(told))}`;
    await saveLesson(deps, id, { contact: pair, businessPhone }, lesson, permission);
    return overlay((await readPermission(deps, pair)).permission, reading);
  } catch (error) {
    emit(deps, {
      kind: "problem",
      level: "error",
      problem: "permission_not_saved",
      ...describeError(error),
    });
    return overlay(permission, reading);
  }
}

async function ask(
  { onEvent }: CallDeps,
  provider: CallProvider,
  { contactPhone, contactUserId }: AskedPair,
  from: string,
): Promise<PermissionReading | undefined> {
  const contact = contactPhone === undefined ? { recipient: contactUserId } : { to: contactPhone };
  try {
    return await provider.readPermission?.({ from, ...contact });
  } catch (error) {
    emit(
      { onEvent },
      { kind: "problem", level: "warn", problem: "permission_not_asked", ...describeError(error) },
    );
    return undefined;
  }
}

/** Returns what the provider's status adds to what we believe; null if both agree. */
function lessonOf(
  { status, expiresAt }: PermissionReading,
  believed: CallPermission,
): Lesson | null {
  switch (status) {
    case "no_permission":
      // Why there is none (never asked, refused, expired) is better known from the webhooks.
      return believed.may_call ? { response: "reject", permanent: false } : null;
    case "permanent":
      return believed.status === "permanent" ? null : { response: "accept", permanent: true };
    case "temporary": {
      const isKnown =
        believed.status === "temporary" &&
        (expiresAt === undefined ||
          Date.parse(expiresAt) === Date.parse(believed.expires_at ?? ""));
      if (isKnown) return null;
      const ends = expiresAt === undefined ? {} : { expiresAt };
      return { response: "accept", permanent: false, ...ends };
    }
    default:
      return null;
  }
}

/** What the provider allows now replaces what we computed. */
function overlay(
  permission: CallPermission,
  { mayCall, mayRequest, requestsLeft, nextRequestAt }: Omit<PermissionReading, "status">,
): CallPermission {
  const { requests } = permission;
  const forecast = requestsLeft ?? requests.left;
  // The provider's yes or no counts more than its numbers, which can be out of date.
  const left = mayRequest === undefined ? forecast : mayRequest ? Math.max(forecast, 1) : 0;
  return {
    ...permission,
    may_call: mayCall ?? permission.may_call,
    requests: { left, next_at: left > 0 ? null : (nextRequestAt ?? requests.next_at) },
  };
}
