import type { BeginPermissionRequestResult, EventRecord } from "../ports/callStore.ts";
import { emit } from "../ports/logEvents.ts";
import { sha256Hex } from "../signature/hash.ts";
import {
  type Business,
  type Contact,
  ownProvider,
  type PermissionRequestEvent,
} from "../vocabulary/callEvent.ts";
import { type CallPermission, tagRequest } from "../vocabulary/callPermission.ts";
import { CallsError, ProviderError } from "../vocabulary/callsError.ts";
import { isCallsError, outcomeOf } from "../vocabulary/isCallsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { allProviders, namedProvider } from "./chooseProvider.ts";
import { describeError } from "./describeError.ts";
import type { PermissionTarget } from "./findPermission.ts";
import { learnPermission } from "./learnPermission.ts";
import { readContact } from "./readContact.ts";
import { readPermission } from "./readPermission.ts";
import { withDefaultPhone } from "./resolveNumbers.ts";
import { persist } from "./saveAct.ts";

export type RequestPermissionInput = PermissionTarget & {
  /** A uuid chosen by the client. A second request with the same id sends nothing. */
  id?: string;
};

export interface RequestedPermission {
  /** `ambiguous`: it is not known whether the message was sent. The webhooks about the message will show it. */
  outcome: "requested" | "exists" | "ambiguous";
  permission: CallPermission;
}

/**
 * Asks a contact for the permission to be called: it writes the request, sends the message, then saves the message's
 * id. The message is sent at most once.
 *
 * @throws CallsError `permission_limit` with `details.next_at`, `permission_already_granted`, `request_id_taken`,
 * `permission_requests_unsupported`, or a code of `findPermission`; ProviderError if the provider refuses, such as
 * `window_closed`.
 * @example
 * const { permission } = await requestPermission(deps, { userId, to: "+525512345678" });
 */
export async function requestPermission(
  deps: CallDeps,
  input: RequestPermissionInput,
): Promise<RequestedPermission> {
  const { store } = deps;
  const able = allProviders(deps).filter(({ requestPermission: send }) => send);
  if (able.length === 0) throw new CallsError("permission_requests_unsupported");
  const contact = await readContact(deps, input);
  const { userId, inboxId, id = deps.newId?.() ?? crypto.randomUUID() } = input;
  const provider = deps.provider.name;
  const asked = { ...contact, userId, id, provider, providers: able.map(({ name }) => name) };
  const begun = accept(
    deps,
    await withDefaultPhone(deps, (known) =>
      store.beginPermissionRequest({ ...asked, ...known, ...(inboxId ? { inboxId } : {}) }),
    ),
  );
  const { permission, businessPhone } = begun;
  if (begun.outcome === "exists") {
    const { request } = permission;
    const isUnclear = request?.status === "requested" && request.message_id === null;
    return { outcome: isUnclear ? "ambiguous" : "exists", permission };
  }

  const { contactPhone, contactUserId } = contact;
  const isPhoneKnown = contactPhone !== undefined;
  const record = (step: Step) =>
    persist(deps, () =>
      store.recordEvents([
        stepRecord(deps, id, step, {
          contact: isPhoneKnown ? { phone: contactPhone } : { userId: contactUserId },
          business: { phone: businessPhone },
        }),
      ]),
    );
  let messageId: string | undefined;
  try {
    const sender = namedProvider(deps, begun.provider);
    const recipient = isPhoneKnown ? { to: contactPhone } : { recipient: contactUserId };
    const sent = await sender.requestPermission?.({
      from: businessPhone,
      externalId: tagRequest(id),
      ...recipient,
    });
    messageId = sent?.messageId;
  } catch (error) {
    if (isCallsError(error) && outcomeOf(error) !== "ambiguous") {
      try {
        await record({ status: "failed", errorCode: error.code });
      } catch (failure) {
        emit(deps, {
          kind: "problem",
          level: "error",
          problem: "permission_refusal_not_saved",
          actId: id,
          ...describeError(failure),
        });
      }
      const pair = { contact, businessPhone };
      await learnPermission(deps, id, error.code, pair, async () => permission);
      throw await withNextTime(deps, error, {
        ...contact,
        userId,
        ...(inboxId ? { inboxId } : {}),
      });
    }
    emit(deps, {
      kind: "problem",
      level: "warn",
      problem: "permission_request_unclear",
      actId: id,
      ...describeError(error),
    });
    return { outcome: "ambiguous", permission };
  }
  const step: Step = { status: "sent", ...(messageId === undefined ? {} : { messageId }) };
  try {
    await record(step);
  } catch (error) {
    // The webhooks about the message will bring the same.
    emit(deps, {
      kind: "problem",
      level: "error",
      problem: "permission_message_not_saved",
      actId: id,
      ...describeError(error),
    });
  }
  const request = permission.request && {
    ...permission.request,
    status: step.status,
    message_id: messageId ?? null,
  };
  return { outcome: "requested", permission: { ...permission, request } };
}

/** Adds to WhatsApp's refusal because of a limit when the next request is worth an attempt, as to our own refusal. */
async function withNextTime(
  deps: CallDeps,
  error: CallsError,
  pair: Parameters<typeof readPermission>[1],
): Promise<CallsError> {
  if (error.code !== "permission_limit") return error;
  try {
    const { next_at } = (await readPermission(deps, pair)).permission.requests;
    const { code, retryAfter, details, cause } = error;
    return new ProviderError(code, "rejected", {
      details: { ...(details as object | undefined), next_at },
      ...(retryAfter === undefined ? {} : { retryAfter }),
      cause: cause ?? error,
    });
  } catch (failure) {
    emit(deps, {
      kind: "problem",
      level: "error",
      problem: "permission_limit_not_read",
      ...describeError(failure),
    });
    return error;
  }
}

type Begun = Extract<BeginPermissionRequestResult, { outcome: "created" | "exists" }>;

function accept(deps: CallDeps, result: BeginPermissionRequestResult): Begun {
  switch (result.outcome) {
    case "created":
    case "exists":
      return result;
    case "permission_limit":
      throw new CallsError("permission_limit", {
        details: { next_at: result.permission.requests.next_at },
      });
    case "other_provider":
      // Throws if there is no provider with this name.
      namedProvider(deps, result.provider);
      throw new CallsError("permission_requests_unsupported");
    default:
      throw new CallsError(result.outcome);
  }
}

type Step = Pick<PermissionRequestEvent, "status" | "messageId" | "errorCode">;

/** The event of a step of ours. Its id consists of the request and the step, so recording may be repeated. */
function stepRecord(
  deps: CallDeps,
  requestId: string,
  step: Step,
  parties: { contact: Contact; business: Business },
): EventRecord {
  const event = {
    kind: "permission_request",
    id: `${requestId}:permission_request:${step.status}`,
    provider: ownProvider,
    occurredAt: (deps.now?.() ?? new Date()).toISOString(),
    requestId,
    ...step,
    ...parties,
  } as const;
  return { event, payload: null, bodySha256: sha256Hex(event.id) };
}
