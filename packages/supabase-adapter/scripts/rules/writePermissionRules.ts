import {
  learntSource,
  permissionLimits,
  replylessSources,
  type VerdictCondition,
  verdictRules,
} from "@skale-calls/core/internal";
import { interval, quote, writeFunction } from "./writeFunction.ts";

const verdict = "public.whatsapp_call_permissions";
const request = "public.whatsapp_call_permission_requests";

/** Writes `permissionStatus`, `verdictRules`, the rules of requests and `permissionLimits`. */
export function writePermissionRules(): string {
  return [
    writeFunction(
      "The permission that a contact's reply gives (core: permissionStatus).",
      "permission_status(event jsonb)",
      "text",
      `case
    when event ->> 'response' is distinct from 'accept' then 'no_permission'
    when (event ->> 'permanent')::boolean then 'permanent'
    else 'temporary'
  end`,
    ),
    writeFunction(
      "When the permission of an answer ends (core: expiryOf).",
      `expiry_of(verdict ${verdict})`,
      "timestamptz",
      `coalesce(verdict.expires_at, verdict.occurred_at + ${interval(permissionLimits.temporary)})`,
      "stable",
    ),
    writeFunction(
      "The state after an answer, from the first rule that applies (core: verdictRules).",
      `verdict_state(verdict ${verdict}, at timestamptz)`,
      "text",
      `case
${verdictRules.map(({ when, state }) => `    when ${writeCondition(when)} then ${quote(state)}`).join("\n")}
  end`,
      "stable",
    ),
    writeFunction(
      "Whether an answer is the contact's own reply (core: isReply).",
      `is_reply(verdict ${verdict})`,
      "boolean",
      `coalesce(verdict.source not in (${replylessSources.map(quote).join(", ")}), true)`,
    ),
    writeFunction(
      "Whether a refusal of the provider showed that there is no permission (core: validVerdict).",
      `is_learnt_refusal(verdict ${verdict})`,
      "boolean",
      `coalesce(verdict.source = ${quote(learntSource)} and verdict.status = 'no_permission', false)`,
    ),
    writeFunction(
      "Whether the message of a request failed (core: hasFailed).",
      `has_failed(request ${request})`,
      "boolean",
      "request.failed_at is not null and request.delivered_at is null and request.read_at is null",
    ),
    writeFunction(
      "Whether WhatsApp refused a request because of a limit (core: hasHitLimit).",
      `has_hit_limit(request ${request})`,
      "boolean",
      `skale_calls.has_failed(request)
    and coalesce(request.error_code in (${permissionLimits.refusal.codes.map(quote).join(", ")}), false)`,
      "stable",
    ),
    writeFunction(
      "The time from which a contact can answer a request (core: answerableFrom).",
      `answerable_from(request ${request})`,
      "timestamptz",
      `coalesce(
    least(request.delivered_at, request.read_at), request.sent_at, skale_calls.asked_at(request)
  )`,
      "stable",
    ),
    writeFunction(
      "The time without requests after WhatsApp refused one because of a limit (core: permissionLimits).",
      "refusal_life()",
      "interval",
      interval(permissionLimits.refusal.seconds),
    ),
    writeFunction(
      "When a request was made (core: askedAt).",
      `asked_at(request ${request})`,
      "timestamptz",
      `coalesce(
    request.requested_at, least(request.sent_at, request.delivered_at, request.read_at, request.failed_at)
  )`,
    ),
    writeFunction(
      "The delivery of a request (core: requestStatus).",
      `request_status(request ${request})`,
      "text",
      `case
    when skale_calls.has_failed(request) then 'failed'
    when request.read_at is not null then 'read'
    when request.delivered_at is not null then 'delivered'
    when request.sent_at is not null then 'sent'
    else 'requested'
  end`,
    ),
    writeFunction(
      "The time during which a contact can answer a request (core: permissionLimits).",
      "request_life()",
      "interval",
      interval(permissionLimits.requestLife),
    ),
    `-- How many requests WhatsApp accepts in which time (core: permissionLimits).
create or replace function skale_calls.request_limits()
returns table (most int, life interval)
language sql
immutable
as $$
  values ${permissionLimits.requests.map(({ most, seconds }) => `(${most}, ${interval(seconds)})`).join(", ")}
$$;`,
  ].join("\n\n");
}

function writeCondition({ status, source, valid, hasContext }: VerdictCondition): string {
  const parts = [
    status && `verdict.status = ${quote(status)}`,
    valid && "skale_calls.expiry_of(verdict) > at",
    source && `verdict.source = ${quote(source)}`,
    hasContext && "verdict.context_id is not null",
  ].filter((part) => typeof part === "string");
  return parts.length === 0 ? "true" : parts.join(" and ");
}
