import type { AccessRunner, DatabaseFunction } from "./accessRunners.ts";
import { type AccessRule, type ActorName, ruleKey } from "./accessTable.ts";
import { newRow, newValue, type World } from "./accessWorld.ts";

export interface ProbedWorld {
  world: World;
  columns: ReadonlyMap<string, string>;
  functions: ReadonlyMap<string, DatabaseFunction>;
  /** The id of a user who is not an agent. */
  outsider: string;
}

/** Tries a rule as one actor. The result has the form of the table's cells. */
export async function probeRule(
  runner: AccessRunner,
  rule: AccessRule,
  actor: ActorName,
  { world, columns, functions, outsider }: ProbedWorld,
): Promise<string[]> {
  const { target, operation, name = "" } = rule;
  const labels = Object.keys(world[target] ?? {});
  const ids = Object.values(world[target] ?? {}).map(({ id }) => id);
  const labelsOf = (reached: readonly (string | number)[]) => {
    const keys = reached.map(String);
    return labels.filter((_, index) => keys.includes(String(ids[index])));
  };
  const yes = async (attempt: Promise<boolean>) => ((await attempt) ? ["yes"] : []);
  switch (operation) {
    case "select":
      return labelsOf(await runner.select(actor, target, ids));
    case "insert":
      return yes(runner.insert(actor, target, newRow(target, world, outsider)));
    case "update": {
      const type = columns.get(ruleKey(rule)) ?? "";
      const values = ids.map((id, index) => ({
        id,
        value: newValue(target, name, type, labels[index] ?? ""),
      }));
      return labelsOf(await runner.update(actor, target, name, values));
    }
    case "delete":
      return labelsOf(await runner.delete(actor, target, ids));
    case "truncate":
      return yes(runner.truncate(actor, target));
    case "execute":
      return yes(runner.execute(actor, functions.get(ruleKey(rule)) as DatabaseFunction));
  }
}
