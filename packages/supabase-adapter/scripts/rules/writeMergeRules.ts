import type { CallFacts } from "@skale-calls/core";
import { factMerges, type MergeRule } from "@skale-calls/core/internal";

const mergeEntries = Object.entries(factMerges) as [keyof CallFacts, MergeRule][];

/** The facts about the two sides of a call: almost every event repeats them. */
const sides: ReadonlySet<string> = new Set<keyof CallFacts>([
  "provider",
  "direction",
  "direction_source",
  "contact_phone",
  "contact_user_id",
  "contact_profile_name",
  "business_phone",
  "provider_phone_id",
]);

/** Writes `factMerges`. */
export const writeMergeRules =
  (): string => `-- Merges the facts of two rows (core: factMerges). The merge is commutative, associative and idempotent. The other columns
-- keep the values of \`a\`.
create or replace function skale_calls.merge_facts(a public.whatsapp_calls, b public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
immutable
set search_path = ''
as $$
declare
  r public.whatsapp_calls := a;
  a_rank int;
  b_rank int;
  a_dialled boolean;
  b_dialled boolean;
begin
${writeMerges()}
  return r;
end
$$;

-- Whether facts tell more than times and durations. Most events tell only those, which never contradict and are no texts.
create or replace function skale_calls.tells_more_than_progress(a public.whatsapp_calls, b public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select ${writeTellsSides()}
    or ${writeTellsRare()}
$$;

-- Whether two rows contradict each other in a fact that can have only one value.
create or replace function skale_calls.contradicts(a public.whatsapp_calls, b public.whatsapp_calls)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return ${mergeEntries
    .map(([name, merge]) => writeContradiction(name, merge))
    .filter((sql) => sql !== null)
    .join("\n    or ")};
end
$$;`;

/**
 * Writes the merges of all facts. Postgres prepares each expression once in a transaction, which takes longer than the merge
 * itself, so one condition decides about the facts that almost every event repeats, and one about those that few events tell.
 */
function writeMerges(): string {
  const { ranks } = factMerges.direction_source;
  return `  if ${writeTellsSides()} then
    a_rank := coalesce(${rank("a.direction_source", ranks)}, 0);
    b_rank := coalesce(${rank("b.direction_source", ranks)}, 0);
    a_dialled := a.direction_source is not distinct from 'dialled';
    b_dialled := b.direction_source is not distinct from 'dialled';
${writeAll(repeated, "    ")}
  end if;
${writeAll(progress, "  ")}
  if ${writeTellsRare()} then
${writeAll(rare, "    ")}
  end if;`;
}

const isProgress = ({ rule }: MergeRule) => rule === "earliest" || rule === "largest";
const repeated = mergeEntries.filter(([name]) => sides.has(name));
const progress = mergeEntries.filter(([, merge]) => isProgress(merge));
const rare = mergeEntries.filter(([name, merge]) => !sides.has(name) && !isProgress(merge));

const writeAll = (entries: typeof mergeEntries, indent: string) =>
  entries.map(([name, merge]) => `${indent}r.${name} := ${writeMerge(name, merge)};`).join("\n");

/** If the sources are equal, a fact that is null or equal in `b` stays as it is. */
function writeTellsSides(): string {
  const [a, b] = [
    repeated.map(([name]) => `a.${name}`),
    repeated.map(([name]) =>
      name === "direction_source" ? `b.${name}` : `coalesce(b.${name}, a.${name})`,
    ),
  ];
  return `(${a.join(", ")})
    is distinct from (${b.join(", ")})`;
}

const writeTellsRare = () =>
  `pg_catalog.num_nonnulls(${rare.map(([name]) => `b.${name}`).join(", ")}) > 0`;

function rank(sql: string, ranks: readonly string[]): string {
  return `pg_catalog.array_position(array[${ranks.map((value) => `'${value}'`).join(", ")}], ${sql})`;
}

const smallest = (name: string) => `least(a.${name} collate "C", b.${name} collate "C")`;

function writeMerge(name: string, merge: MergeRule): string {
  switch (merge.rule) {
    case "earliest":
      return `least(a.${name}, b.${name})`;
    case "latest":
      return `greatest(a.${name}, b.${name})`;
    case "largest":
      return `coalesce(greatest(a.${name}, b.${name}), 0)`;
    case "longest":
      return (
        `case when b.${name} is null then a.${name} when a.${name} is null then b.${name}` +
        ` when pg_catalog.char_length(a.${name}) <> pg_catalog.char_length(b.${name})` +
        ` then case when pg_catalog.char_length(a.${name}) > pg_catalog.char_length(b.${name}) then a.${name} else b.${name} end` +
        ` else greatest(a.${name} collate "C", b.${name} collate "C") end`
      );
    case "ranked":
      return (
        `case when coalesce(${rank(`b.${name}`, merge.ranks)}, 0) > coalesce(${rank(`a.${name}`, merge.ranks)}, 0)` +
        ` then b.${name} else a.${name} end`
      );
    case "dated":
      return (
        `case when a.${name} is null or b.${name} is null then coalesce(a.${name}, b.${name})` +
        ` when coalesce(b.${merge.by}, '-infinity') > coalesce(a.${merge.by}, '-infinity') then b.${name}` +
        ` when coalesce(a.${merge.by}, '-infinity') > coalesce(b.${merge.by}, '-infinity') then a.${name}` +
        ` else ${smallest(name)} end`
      );
    case "directed":
      return (
        `case when b_rank > a_rank then b.${name} when a_rank > b_rank then a.${name}` +
        ` else ${smallest(name)} end`
      );
    default:
      return merge.ours
        ? `case when a_dialled and not b_dialled then ${merge.ours === "always" ? `a.${name}` : `coalesce(a.${name}, b.${name})`}` +
            ` when b_dialled and not a_dialled then ${merge.ours === "always" ? `b.${name}` : `coalesce(b.${name}, a.${name})`}` +
            ` else ${smallest(name)} end`
        : smallest(name);
  }
}

function writeContradiction(name: string, merge: MergeRule): string | null {
  const differ = `a.${name} <> b.${name}`;
  const sided =
    "coalesce(a.direction_source <> 'default', true) and coalesce(b.direction_source <> 'default', true)";
  switch (merge.rule) {
    case "smallest":
      return name === "provider" ? null : `coalesce(${differ}, false)`;
    case "directed":
      return `coalesce(${differ}, false) and ${sided}`;
    case "smallest_phone":
      return `coalesce(${differ} and skale_calls.phone_key(a.${name}) <> skale_calls.phone_key(b.${name}), false) and ${sided}`;
    default:
      return null;
  }
}
