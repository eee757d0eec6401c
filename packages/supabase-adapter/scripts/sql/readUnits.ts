import type { SqlFile } from "../../src/migrations/sqlFile.ts";
import { parseSql, type Statement } from "./parseSql.ts";
import { type Effect, readEffects } from "./readEffects.ts";

/** An object of `sql/`: one statement, preceded by the drop that makes it repeatable. */
export interface Unit {
  statements: Statement[];
  effects: Effect[];
}

const whatBelongs =
  "functions, views, triggers, policies, constraints, row security, grants, revokes and do blocks";

/**
 * Reads the units of the source, in order.
 *
 * @throws Error that names a statement that is not repeatable, or that belongs in a migration written by hand.
 */
export function readUnits(files: readonly SqlFile[]): Unit[] {
  const units: Unit[] = [];
  const made = new Set<string>();
  for (const { name, text } of files) {
    let pending: { statement: Statement; id: string } | null = null;
    for (const statement of parseSql(text, name)) {
      const refuse = (reason: string): never => {
        throw new Error(`${name}: ${reason}\n${statement.text}`);
      };
      const effects =
        readEffects(statement) ?? refuse(`sql/ holds ${whatBelongs}; write a migration by hand.`);
      if ("DropStmt" in statement.node) {
        const [effect, ...others] = effects;
        if (pending !== null || effect?.kind !== "drop" || others.length > 0) {
          refuse("Put each drop directly before the statement that it makes repeatable.");
        } else pending = { statement, id: effect.id };
        continue;
      }
      const former: typeof pending = pending;
      pending = null;
      for (const effect of effects) {
        if (effect.kind !== "make") continue;
        const { id, type } = effect.object;
        if (made.has(id)) refuse(`There is a second ${id}. Overloads are not allowed.`);
        made.add(id);
        if (["trigger", "policy", "view"].includes(type) && former?.id !== id) {
          refuse(`Write "drop ${type} if exists" before it, so that it is repeatable.`);
        }
      }
      if (former !== null && !effects.some((e) => e.kind === "make" && e.object.id === former.id)) {
        refuse(
          "The drop before it is for another object. The next migration drops objects that are no longer in sql/.",
        );
      }
      checkStatement(statement, effects, refuse);
      if (effects.length === 0) continue;
      units.push({ statements: [...(former ? [former.statement] : []), statement], effects });
    }
    if (pending !== null) {
      throw new Error(`${name}: nothing comes after the drop\n${pending.statement.text}`);
    }
  }
  return units;
}

function checkStatement(
  { node }: Statement,
  effects: readonly Effect[],
  refuse: (reason: string) => never,
): void {
  if ("CreateFunctionStmt" in node) {
    if (!node.CreateFunctionStmt.replace)
      refuse('Write "create or replace", so that it is repeatable.');
    if (node.CreateFunctionStmt.sql_body)
      refuse("Write the body as a string, so that its dependencies can be dropped.");
  }
  if ("AlterTableStmt" in node) {
    const { cmds = [] } = node.AlterTableStmt;
    const fits =
      effects.length === cmds.length &&
      !cmds.some(
        (cmd) =>
          "AlterTableCmd" in cmd &&
          ["AT_DisableRowSecurity", "AT_NoForceRowSecurity"].includes(
            cmd.AlterTableCmd.subtype ?? "",
          ),
      );
    const added = new Set(
      effects.flatMap((effect) => (effect.kind === "make" ? [effect.object.id] : [])),
    );
    if (!fits || effects.some((effect) => effect.kind === "drop" && !added.has(effect.id))) {
      refuse(
        "For a table, sql/ may contain row security, and constraints that are dropped if they exist and then added.",
      );
    }
  }
}
