import { compareCodePoints } from "../status/mergeFacts.ts";
import type { PermissionEvent } from "../vocabulary/callEvent.ts";
import { type CallPermissionStatus, learntSource } from "../vocabulary/callPermission.ts";
import { permissionLimits } from "./permissionLimits.ts";

export const permissionStatuses = ["no_permission", "temporary", "permanent"] as const;
export type PermissionStatus = (typeof permissionStatuses)[number];

/** Returns the permission that a contact's reply gives. */
export function permissionStatus({
  response,
  permanent,
}: Pick<PermissionEvent, "response" | "permanent">): PermissionStatus {
  if (response !== "accept") return "no_permission";
  return permanent ? "permanent" : "temporary";
}

/** An answer about the permission: the contact's reply, or what a refusal of the provider taught. */
export interface PermissionVerdict {
  /** The time of the event, by the sender's clock. */
  occurred_at: string;
  status: PermissionStatus;
  event_id: string;
  expires_at: string | null;
  source: string | null;
  /** The message or call that the reply belongs to. */
  context_id: string | null;
}

/** The fields that decide which of two answers is valid. */
export type DatedReply = Pick<PermissionVerdict, "occurred_at" | "status" | "event_id">;

/**
 * True if a reply replaces a known reply. The newer reply wins. If both have the same time, a refusal wins over a
 * consent. If both also have the same kind, the greater event id wins. So the same replies give the same state in any
 * order.
 */
function isNewerReply(reply: DatedReply, known: DatedReply): boolean {
  const refuses = ({ status }: DatedReply) => Number(status === "no_permission");
  const order =
    Date.parse(reply.occurred_at) - Date.parse(known.occurred_at) ||
    refuses(reply) - refuses(known) ||
    compareCodePoints(reply.event_id, known.event_id);
  return order > 0;
}

/** The conditions that decide what an answer means. An absent condition is not checked. */
export interface VerdictCondition {
  status?: PermissionStatus;
  source?: string;
  /** The permission has not expired. */
  valid?: boolean;
  /** The reply names the message that it answers. */
  hasContext?: boolean;
}

export type VerdictState = Exclude<CallPermissionStatus, "requested">;

/** The first rule that holds gives the state after an answer. The SQL function `verdict_state` is generated from this table. */
export const verdictRules: readonly { when: VerdictCondition; state: VerdictState }[] = [
  { when: { status: "permanent" }, state: "permanent" },
  { when: { status: "temporary", valid: true }, state: "temporary" },
  { when: { status: "temporary" }, state: "none" },
  // The provider refused a call: nothing is known about what the contact decided.
  { when: { source: learntSource }, state: "none" },
  { when: { source: "automatic" }, state: "revoked" },
  { when: { hasContext: true }, state: "rejected" },
  { when: {}, state: "revoked" },
];

/** When the permission of an answer ends, in milliseconds since 1970. */
export function expiryOf({ expires_at, occurred_at }: PermissionVerdict): number {
  return expires_at === null
    ? Date.parse(occurred_at) + permissionLimits.temporary * 1000
    : Date.parse(expires_at);
}

/** Returns the state after an answer, at the time `now`. */
export function verdictState(verdict: PermissionVerdict, now: Date): VerdictState {
  const facts: Required<Omit<VerdictCondition, "source">> & { source: string | null } = {
    status: verdict.status,
    source: verdict.source,
    valid: expiryOf(verdict) > now.getTime(),
    hasContext: verdict.context_id !== null,
  };
  const rule = verdictRules.find(({ when }) =>
    (Object.keys(when) as (keyof VerdictCondition)[]).every((name) => when[name] === facts[name]),
  );
  if (rule === undefined) throw new TypeError("verdictRules has no rule without a condition.");
  return rule.state;
}

/** True for an answer that we learnt from a refusal of the provider: it knows of no permission. */
const isLearntRefusal = ({ source, status }: PermissionVerdict): boolean =>
  source === learntSource && status === "no_permission";

/**
 * Returns the newest answer, and the one that is valid; null if there is none. A refusal of the provider only shows that there is no
 * permission: it ends a consent, but the contact's own refusal says more and stays.
 */
export function validVerdict(
  verdicts: readonly PermissionVerdict[],
): { newest: PermissionVerdict; valid: PermissionVerdict } | null {
  const newest = newestOf(verdicts);
  if (newest === null) return null;
  const told = newestOf(verdicts.filter((verdict) => !isLearntRefusal(verdict)));
  const isTold = isLearntRefusal(newest) && told?.status === "no_permission";
  return { newest, valid: isTold ? told : newest };
}

const newestOf = (verdicts: readonly PermissionVerdict[]): PermissionVerdict | null =>
  verdicts.reduce<PermissionVerdict | null>(
    (known, next) => (known !== null && !isNewerReply(next, known) ? known : next),
    null,
  );

/** The sources of answers that are no reply to a request. */
export const replylessSources: readonly string[] = ["automatic", learntSource];

/** True if an answer is the contact's own reply, which settles a request. */
export const isReply = ({ source }: Pick<PermissionVerdict, "source">): boolean =>
  source === null || !replylessSources.includes(source);
