import { isNewerFact } from "../rules/accounts.ts";
import type {
  AccountFacts,
  CallRestriction,
  DatedFact,
  PermissionTemplate,
} from "../vocabulary/account.ts";
import { restrictionRules } from "./restrictionRules.ts";

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
      const current = new Map(
        (value<readonly CallRestriction[]>("restrictions") ?? []).map((restriction) => [
          restriction.type,
          restriction,
        ]),
      );
      for (const { name, value: told, occurredAt } of itemsOf("restriction:", "restrictions")) {
        const { reason, until } = told as Omit<CallRestriction, "type">;
        current.set(name, { type: name, reason, until: until ?? usualEnd(name, occurredAt) });
      }
      return [...current.values()].filter(
        ({ until }) => until === null || Date.parse(until) > at.getTime(),
      );
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
  if (days === null) return null;
  const end = new Date(since);
  end.setUTCDate(end.getUTCDate() + days);
  return end.toISOString();
}
