import { pickupDays } from "@skale-calls/core/internal";
import { interval, quote, writeFunction } from "./writeFunction.ts";

const day = 24 * 60 * 60;

/** Writes `isNewerFact`, and the counts for `pickupDays`. */
export function writeAvailabilityRules(): string {
  return [
    writeFunction(
      "Whether a fact replaces the stored one (core: isNewerFact).",
      "is_newer_fact(told public.whatsapp_call_numbers, known public.whatsapp_call_numbers)",
      "boolean",
      `(told.occurred_at, told.event_id collate "C") > (known.occurred_at, known.event_id collate "C")`,
    ),
    writeFunction(
      "The incoming calls of an inbox whose pickup is decided, and how many were answered (core: countsForPickup, pickupDays).",
      "count_pickups(inbox uuid, at timestamptz)",
      "jsonb",
      `pg_catalog.jsonb_build_object(
${Object.entries(pickupDays).map(writePeriod).join(",\n")}
  )
  from public.whatsapp_calls c
  where c.inbox_id = inbox and c.direction = 'entrante' and not skale_calls.is_logged(c.call_id)
    and c.created_at >= at - ${interval(Math.max(...Object.values(pickupDays)) * day)}
    and (c.answered_at is not null or skale_calls.is_over(c))`,
      "stable",
    ),
  ].join("\n\n");
}

function writePeriod([name, days]: [string, number]): string {
  const since = `c.created_at >= at - ${interval(days * day)}`;
  return `    ${quote(name)}, pg_catalog.jsonb_build_object(
      'incoming', count(*) filter (where ${since}),
      'answered', count(*) filter (where ${since} and c.answered_at is not null)
    )`;
}
