import { type StatusCondition, statusRules } from "@skale-calls/core/internal";

/** Writes `statusRules`. */
export const writeStatusRules =
  (): string => `-- The status of a call, from the first rule that applies (core: statusRules).
create or replace function skale_calls.derive_status(
  call public.whatsapp_calls, out status text, out end_reason text
)
language plpgsql
immutable
set search_path = ''
as $$
declare
  rule constant text := case
${statusRules.map(({ when, status, endReason }) => `    when ${writeCondition(when)} then '${status}${endReason ? ` ${endReason}` : ""}'`).join("\n")}
  end;
begin
  status := pg_catalog.split_part(rule, ' ', 1);
  end_reason := nullif(pg_catalog.split_part(rule, ' ', 2), '');
end
$$;`;

function writeCondition(when: StatusCondition): string {
  const parts = [
    when.ended && "call.ended_at is not null",
    when.expired && "call.expired_at is not null",
    when.answered && "call.answered_at is not null",
    when.declined && "call.declined_at is not null",
    when.rejected && "call.rejected_at is not null",
    when.hungUp && "call.hangup_at is not null",
    when.incoming && "call.direction is not distinct from 'entrante'",
    when.noErrorCode && "call.error_code is null",
    when.cause && `call.end_cause in (${when.cause.map((cause) => `'${cause}'`).join(", ")})`,
  ].filter((part) => typeof part === "string");
  return parts.length === 0 ? "true" : parts.join(" and ");
}
