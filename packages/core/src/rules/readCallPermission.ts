import { compareCodePoints } from "../status/mergeFacts.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import type { CallPermission } from "../vocabulary/callPermission.ts";
import { callRules, meets } from "./callRules.ts";
import { permissionLimits } from "./permissionLimits.ts";
import {
  answerableFrom,
  askedAt,
  hasFailed,
  hasHitLimit,
  type PermissionRequest,
  requestStatus,
} from "./permissionRequests.ts";
import {
  expiryOf,
  isReply,
  type PermissionVerdict,
  validVerdict,
  verdictState,
} from "./permissions.ts";

/** All that is known between one business number and one contact. The order has no meaning. */
export interface PermissionFacts {
  verdicts: readonly PermissionVerdict[];
  requests: readonly PermissionRequest[];
  calls: readonly Pick<
    Call,
    "call_id" | "direction" | "end_reason" | "answered_at" | "started_at" | "created_at"
  >[];
}

/**
 * Reads the permission from all facts, at the time `now`. This is a pure function of a set: the order in which the
 * facts arrived has no meaning, and a permission expires without any job. The SQL function `call_permission` is the
 * same.
 *
 * @example
 * readCallPermission({ verdicts: [], requests: [], calls: [] }, new Date()).status; // "none"
 */
export function readCallPermission(facts: PermissionFacts, now: Date): CallPermission {
  const decision = validVerdict(facts.verdicts);
  const verdict = decision?.valid ?? null;
  const state = verdict === null ? "none" : verdictState(verdict, now);
  const mayCall = state === "temporary" || state === "permanent";
  const requests = [...facts.requests].sort(byNewest);
  const [newest] = requests;
  const talkedAt = latest(facts.calls.map(({ answered_at }) => timeOf(answered_at)));
  return {
    status: !mayCall && isAwaited(facts, now) ? "requested" : state,
    expires_at:
      verdict !== null && state === "temporary" ? new Date(expiryOf(verdict)).toISOString() : null,
    source: verdict?.source ?? null,
    decided_at: decision?.newest.occurred_at ?? null,
    request: newest
      ? {
          id: newest.id,
          message_id: newest.message_id,
          requested_at: new Date(askedAt(newest)).toISOString(),
          status: requestStatus(newest),
          error_code: newest.error_code,
        }
      : null,
    requests: countRequests(requests, talkedAt, now),
    unanswered_calls: countUnanswered(facts, talkedAt),
    may_call: mayCall,
  };
}

/**
 * True if the contact can still answer a request. A reply settles the request that it names, and all earlier ones. A
 * reply that names no known request settles the requests from before its time.
 */
function isAwaited({ verdicts, requests }: PermissionFacts, now: Date): boolean {
  const settledAt = latest(
    verdicts.filter(isReply).map((reply) => {
      const named = requests.filter(
        ({ message_id }) => message_id !== null && message_id === reply.context_id,
      );
      return named.length > 0 ? latest(named.map(askedAt)) : Date.parse(reply.occurred_at);
    }),
  );
  const oldest = now.getTime() - permissionLimits.requestLife * 1000;
  return requests.some(
    (request) =>
      !hasFailed(request) && askedAt(request) > settledAt && answerableFrom(request) > oldest,
  );
}

/**
 * A request that failed does not count, and neither does one from before the last connected call. After WhatsApp refused a
 * request because of a limit, no request is possible for `permissionLimits.refusal`.
 */
function countRequests(
  requests: readonly PermissionRequest[],
  talkedAt: number,
  now: Date,
): CallPermission["requests"] {
  const counted = requests
    .filter((request) => !hasFailed(request))
    .map(askedAt)
    .filter((at) => at > talkedAt);
  const limits = permissionLimits.requests.map(({ most, seconds }) => {
    const used = counted.filter((at) => at > now.getTime() - seconds * 1000).length;
    return {
      left: Math.max(most - used, 0),
      nextAt: used < most ? Number.NEGATIVE_INFINITY : (counted[most - 1] ?? 0) + seconds * 1000,
    };
  });
  const refusedAt = latest(requests.filter(hasHitLimit).map(({ failed_at }) => timeOf(failed_at)));
  const refusedUntil =
    refusedAt > talkedAt
      ? refusedAt + permissionLimits.refusal.seconds * 1000
      : Number.NEGATIVE_INFINITY;
  const left = refusedUntil > now.getTime() ? 0 : Math.min(...limits.map((limit) => limit.left));
  const nextAt = latest([...limits.map((limit) => limit.nextAt), refusedUntil]);
  return { left, next_at: left > 0 ? null : new Date(nextAt).toISOString() };
}

/** After WhatsApp has revoked a permission, the count begins again. */
function countUnanswered({ verdicts, calls }: PermissionFacts, talkedAt: number): number {
  const revokedAt = latest(
    verdicts
      .filter(({ status, source }) => status === "no_permission" && source === "automatic")
      .map(({ occurred_at }) => Date.parse(occurred_at)),
  );
  return calls.filter(
    (call) =>
      meets(callRules.unanswered, call) &&
      timeOf(call.started_at ?? call.created_at) > Math.max(talkedAt, revokedAt),
  ).length;
}

const latest = (times: readonly number[]): number => Math.max(Number.NEGATIVE_INFINITY, ...times);

const timeOf = (time: string | null): number =>
  time === null ? Number.NEGATIVE_INFINITY : Date.parse(time);

const byNewest = (a: PermissionRequest, b: PermissionRequest): number =>
  askedAt(b) - askedAt(a) || compareCodePoints(b.id, a.id);
