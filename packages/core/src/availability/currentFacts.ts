import { isNewerFact } from "../rules/accounts.ts";
import type {
  AccountFacts,
  CallRestriction,
  DatedFact,
  PermissionTemplate,
} from "../vocabulary/account.ts";
import { believedDays, restrictionRules } from "./restrictionRules.ts";

/** The stored facts about a number, by name. */
export interface CurrentFacts {
  /** The value of a fact; undefined if it is not known. */
  get<Name extends keyof AccountFacts & string>(name: Name): AccountFacts[Name] | undefined;
  /** ISO 8601; undefined if the fact is not known. */
  timeOf(name: keyof AccountFacts & string): string | undefined;
  /** The restrictions that are valid at this moment. */
  restrictions(at: Date): CallRestriction[];
  /** The templates that ask for a permission; undefined if the list was never read. */
  templates(): PermissionTemplate[] | undefined;
  /** The violations that WhatsApp reported, with their times. */
  violations(): { type: string; at: string }[];
}

/** Reads the stored facts. A newer fact about one item of a list changes that item. */
export function readCurrentFacts(facts: readonly DatedFact[]): CurrentFacts {
  const byName = new Map(facts.map((fact) => [fact.fact, fact]));
  /** The facts about single items, without those that the list replaced. */
  const itemsOf = (prefix: string, list?: string) => {
    const listed = list === undefined ? undefined : byName.get(list);
    return facts
      .filter(({ fact }) => fact.startsWith(prefix))
      .filter((fact) => listed === undefined || isNewerFact(fact, listed))
      .map((fact) => ({ ...fact, name: fact.fact.slice(prefix.length) }));
  };
  const value = <T>(name: string) => byName.get(name)?.value as T | undefined;

  return {
    get: (name) => value(name),
    timeOf: (name) => byName.get(name)?.occurredAt,

    restrictions(at) {
      const listedAt = byName.get("restrictions")?.occurredAt ?? "";
      const current = new Map(
        (value<readonly CallRestriction[]>("restrictions") ?? []).map((restriction) => [
          restriction.type,
          { ...restriction, since: listedAt },
        ]),
      );
      for (const { name, value: told, occurredAt } of itemsOf("restriction:", "restrictions")) {
        const { reason, until } = told as Omit<CallRestriction, "type">;
        const end = until ?? usualEnd(name, occurredAt);
        current.set(name, { type: name, reason, until: end, since: occurredAt });
      }
      return [...current.values()]
        .filter(
          ({ until, since }) => Date.parse(until ?? daysAfter(since, believedDays)) > at.getTime(),
        )
        .map(({ type, reason, until }) => ({ type, reason, until }));
    },

    templates() {
      const listed = value<readonly PermissionTemplate[]>("templates");
      const changes = new Map(
        itemsOf("template:", "templates").map(({ name, value: status }) => [name, status]),
      );
      return listed?.map((template) => {
        const status = changes.get(`${template.name}:${template.language}`);
        return typeof status === "string" ? { ...template, status } : template;
      });
    },

    violations: () =>
      itemsOf("violation:").map(({ name, occurredAt }) => ({ type: name, at: occurredAt })),
  };
}

/** The end of a restriction for which WhatsApp gave none. */
function usualEnd(type: string, since: string): string | null {
  const days = Object.hasOwn(restrictionRules, type)
    ? restrictionRules[type as keyof typeof restrictionRules].days
    : null;
  return days === null ? null : daysAfter(since, days);
}

function daysAfter(since: string, days: number): string {
  const end = new Date(since);
  end.setUTCDate(end.getUTCDate() + days);
  return end.toISOString();
}
