import {
  countryPrefixes,
  nanpAreaCodes,
  nanpSharedCodes,
  pulseSeconds,
} from "@skale-calls/core/internal";
import { writeFunction } from "./writeFunction.ts";

const pulsesPerMinute = 60 / pulseSeconds;

/** Writes `findCountry` and the pulses of `estimateCallCost`. */
export const writeCostRules = (): string =>
  [
    `-- The country of a number, by its calling code or area code (core: findCountry); null if it belongs to no country.
create or replace function skale_calls.phone_country(phone text)
returns text
language sql
immutable
as $$
  select nullif(coalesce(p.countries ->> pg_catalog.left(n.digits, 4), p.countries ->> pg_catalog.left(n.digits, 3),
    p.countries ->> pg_catalog.left(n.digits, 2), p.countries ->> pg_catalog.left(n.digits, 1)), '')
  from (select (pg_catalog.regexp_match(phone, '^\\+?([1-9]\\d{6,14})$'))[1] as digits) as n,
    (select '${JSON.stringify(writePrefixes())}'::jsonb as countries) as p
$$;`,
    writeFunction(
      "The pulses of a conversation (core: pulseSeconds). A pulse that has begun counts whole.",
      "call_pulses(seconds int)",
      "int",
      `(seconds + ${pulseSeconds - 1}) / ${pulseSeconds}`,
    ),
    writeFunction(
      "The minutes of pulses, and the price of pulses by the price of a minute.",
      "of_pulses(pulses bigint, per_minute numeric)",
      "numeric",
      `pulses * per_minute * ${1 / pulsesPerMinute}`,
    ),
  ].join("\n\n");

/** The countries by prefix. An empty text stands for no country: shared area codes, and digits that begin no area code. */
function writePrefixes(): Record<string, string> {
  const areaCodes = Object.values(nanpAreaCodes).flatMap((countries) =>
    Object.entries<readonly string[]>(countries).flatMap(([country, codes]) =>
      codes.map((code): [string, string] => [`1${code}`, country]),
    ),
  );
  return Object.fromEntries([
    ["1", "US"],
    ...["10", "11", ...nanpSharedCodes.map((code) => `1${code}`)].map((prefix) => [prefix, ""]),
    ...areaCodes,
    ...countryPrefixes,
  ]);
}
