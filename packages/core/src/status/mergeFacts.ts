import { arePhoneAliases } from "../phone/phoneAliases.ts";
import { type CallFacts, noFacts } from "../vocabulary/callFacts.ts";
import { factMerges, type MergeRule } from "./factMerges.ts";

type FactName = keyof CallFacts;
const factNames = Object.keys(factMerges) as FactName[];

export interface MergedFacts {
  facts: CallFacts;
  /** The merge added something that was not known before. */
  changed: boolean;
  /** The two values of a fact differ although only one can be right. */
  contradicts: boolean;
}

/** Merges known facts with new facts by `factMerges`. The merge is commutative, associative and idempotent. */
export function mergeFacts(known: CallFacts, said: Partial<CallFacts>): MergedFacts {
  const other: CallFacts = { ...noFacts, ...said };
  const facts: CallFacts = { ...known };
  let changed = false;
  let contradicts = false;
  for (const name of factNames) {
    const value = mergeFact(name, known, other);
    if (!isSame(factMerges[name], value, known[name])) {
      (facts as unknown as Record<FactName, unknown>)[name] = value;
      changed = true;
    }
    contradicts ||= isContradiction(name, known, other);
  }
  return { facts, changed, contradicts };
}

function mergeFact(name: FactName, a: CallFacts, b: CallFacts): unknown {
  const merge: MergeRule = factMerges[name];
  const x = a[name];
  const y = b[name];
  if ("ours" in merge && merge.ours && isDialled(a) !== isDialled(b)) {
    const [ours, theirs] = isDialled(a) ? [x, y] : [y, x];
    return merge.ours === "always" ? ours : (ours ?? theirs);
  }
  if (x === null || y === null) return x ?? y;
  switch (merge.rule) {
    case "earliest":
      return Date.parse(y as string) < Date.parse(x as string) ? y : x;
    case "latest":
      return Date.parse(y as string) > Date.parse(x as string) ? y : x;
    case "largest":
      return Math.max(x as number, y as number);
    case "longest":
      return compareLength(x as string, y as string) < 0 ? y : x;
    case "ranked":
      return merge.ranks.indexOf(x as string) < merge.ranks.indexOf(y as string) ? y : x;
    case "dated": {
      const later = timeOf(b[merge.by]) - timeOf(a[merge.by]);
      return later === 0 ? smaller(x as string, y as string) : later > 0 ? y : x;
    }
    case "directed": {
      const rank = sourceRank(b) - sourceRank(a);
      return rank === 0 ? smaller(x as string, y as string) : rank > 0 ? y : x;
    }
    default:
      return smaller(x as string, y as string);
  }
}

function isContradiction(name: FactName, a: CallFacts, b: CallFacts): boolean {
  const merge: MergeRule = factMerges[name];
  const x = a[name] as string | null;
  const y = b[name] as string | null;
  if (x === null || y === null || x === y || name === "provider") return false;
  switch (merge.rule) {
    case "smallest":
      return true;
    case "directed":
      return a.direction_source !== "default" && b.direction_source !== "default";
    case "smallest_phone":
      // If a flat payload does not say which number is ours, the sides are a guess.
      if (a.direction_source === "default" || b.direction_source === "default") return false;
      return !arePhoneAliases(x, y);
    default:
      return false;
  }
}

function isSame(merge: MergeRule, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return (merge.rule === "earliest" || merge.rule === "latest") && a !== null && b !== null
    ? Date.parse(a as string) === Date.parse(b as string)
    : false;
}

/** A value without a time is older than every other one. */
const timeOf = (time: string | null) => (time === null ? 0 : Date.parse(time));

const isDialled = (facts: CallFacts) => facts.direction_source === "dialled";

function sourceRank({ direction_source }: CallFacts): number {
  return direction_source === null
    ? -1
    : factMerges.direction_source.ranks.indexOf(direction_source);
}

function smaller(a: string, b: string): string {
  return compareCodePoints(a, b) <= 0 ? a : b;
}

function compareLength(a: string, b: string): number {
  return [...a].length - [...b].length || compareCodePoints(a, b);
}

/** Compares two texts like Postgres' "C" collation in UTF-8. JavaScript's own `<` compares UTF-16 units. */
export function compareCodePoints(a: string, b: string): number {
  const x = a[Symbol.iterator]();
  const y = b[Symbol.iterator]();
  for (;;) {
    const p = x.next();
    const q = y.next();
    if (p.done || q.done) return (p.done ? 0 : 1) - (q.done ? 0 : 1);
    const difference = (p.value.codePointAt(0) ?? 0) - (q.value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
}
