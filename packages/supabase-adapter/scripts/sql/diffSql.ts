import { findPrivilege, foldSql, type SqlState } from "./foldSql.ts";
import { parseSql, type Statement } from "./parseSql.ts";
import type { ObjectType, SqlObject } from "./readEffects.ts";
import type { Unit } from "./readUnits.ts";

export interface SqlDifference {
  /** The statements of the difference; empty when there is none. */
  sql: string;
  /** The ids of the objects that the statements create. They have the owner's default privileges until the grants run. */
  made: string[];
}

export interface DiffOptions {
  /** The wanted statements. */
  source: readonly Unit[];
  /** The part of the wanted statements that this difference may write. Default: all. */
  own?: readonly Unit[];
  /** The statements that were run before. */
  line: readonly Statement[];
  /** All statements that were run before, if `line` is only a part of them. They show the dependents of dropped objects. */
  wholeLine?: readonly Statement[];
  /** The ids of objects that the previous difference creates. */
  made?: readonly string[];
}

const dropOrder: readonly ObjectType[] = ["policy", "trigger", "constraint", "view", "function"];

/**
 * Writes the difference between the migrations and the source: first the drops of removed objects and their dependents, then
 * the functions, everything else in the source's order, and the privileges.
 *
 * @throws Error when the source does not define the wanted state.
 */
export function diffSql(options: DiffOptions): SqlDifference {
  const { source, line, own = source, wholeLine = line } = options;
  const now = foldSql(line);
  const before = foldSql(wholeLine);
  const wanted = foldSql(source.flatMap(({ statements }) => statements));

  const drops = findDrops(now, before, wanted);
  for (const { id } of drops) now.objects.delete(id);
  const isNew = (unit: Unit) =>
    unit.effects.some(
      (effect) =>
        (effect.kind === "make" && now.objects.get(effect.object.id)?.key !== effect.object.key) ||
        (effect.kind === "block" && !now.blocks.has(effect.key)),
    );
  const units = own.filter(isNew);
  const functions = units.filter(isFunction);
  const rest = units.filter((unit) => !isFunction(unit));
  const made = [
    ...(options.made ?? []),
    ...units.flatMap(idsOf).filter((id) => !now.objects.has(id)),
  ];

  const changes = [
    ...drops.map(({ drop }) => drop ?? ""),
    ...(functions.length > 0
      ? [
          "-- These functions refer to each other in any order.\nset check_function_bodies = off",
          ...write(functions),
          "reset check_function_bodies",
        ]
      : []),
    ...write(rest),
  ];
  const then = foldSql([...line, ...parseSql(join(changes))]);
  const sql = join([...changes, ...writePrivileges(then, wanted, own, made)]);
  const left = findDifference(foldSql([...line, ...parseSql(sql)]), wanted, own);
  if (left)
    throw new Error(`The difference in ${left} could not be written; write a migration by hand.`);
  return { sql, made };
}

function join(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};\n`).join("\n");
}

function write(units: readonly Unit[]): string[] {
  return units.flatMap(({ statements }) => statements.map(({ text }) => text));
}

const isFunction = ({ effects: [effect] }: Unit) =>
  effect?.kind === "make" && effect.object.type === "function";

const idsOf = ({ effects }: Unit) =>
  effects.flatMap((effect) => (effect.kind === "make" ? [effect.object.id] : []));

/** The objects to drop: those that the source no longer has, those that cannot be replaced, and their dependents. */
function findDrops(now: SqlState, before: SqlState, wanted: SqlState): SqlObject[] {
  const gone = [...now.objects.values()].filter(({ id }) => !wanted.objects.has(id));
  for (const { id, drop } of gone) {
    if (drop === undefined) {
      throw new Error(`sql/ no longer contains ${id}: disable it in a migration written by hand.`);
    }
  }
  const remade = [...before.objects.values()].filter(({ id, signature }) => {
    const next = wanted.objects.get(id);
    return next !== undefined && next.signature !== signature;
  });
  const drops = new Map([...gone, ...remade].map((object) => [object.id, object]));
  const objects = [...before.objects.values()].filter(({ type }) => type !== "function");
  for (let size = -1; size !== drops.size; ) {
    size = drops.size;
    const names = new Set([...drops.values()].flatMap(({ name }) => name ?? []));
    for (const object of objects) {
      if (mentions(object.node, names, object.name)) drops.set(object.id, object);
    }
  }
  const made = [...before.objects.keys()];
  const rank = ({ id, type }: SqlObject) => dropOrder.indexOf(type) * 1e6 - made.indexOf(id);
  return [...drops.values()].sort((a, b) => rank(a) - rank(b));
}

/** Whether a parse tree calls a function or reads a view with one of these names. */
function mentions(tree: unknown, names: ReadonlySet<string>, self?: string): boolean {
  if (typeof tree !== "object" || tree === null) return false;
  if ("funcname" in tree && Array.isArray(tree.funcname)) {
    const parts = tree.funcname.map((part) => part?.String?.sval);
    if (isNamed(parts, names, self)) return true;
  }
  if ("relname" in tree) {
    const schema = "schemaname" in tree ? [tree.schemaname] : [];
    if (isNamed([...schema, tree.relname], names, self)) return true;
  }
  return Object.values(tree).some((value) => mentions(value, names, self));
}

/** A name without a schema may mean any object of that name. */
function isNamed(parts: readonly unknown[], names: ReadonlySet<string>, self?: string): boolean {
  const name = parts.join(".");
  return [...names].some(
    (other) => other !== self && (parts.length === 1 ? other.endsWith(`.${name}`) : other === name),
  );
}

/**
 * Writes all grants and revokes of the source in their order, if a privilege differs or an object is new. It writes all of
 * them, because a statement for all functions of a schema also changes the privileges that do not differ.
 */
function writePrivileges(
  now: SqlState,
  wanted: SqlState,
  own: readonly Unit[],
  made: readonly string[],
): string[] {
  let differs = made.some((id) => id.startsWith("function ") || id.startsWith("view "));
  for (const key of new Set([...now.privileges.keys(), ...wanted.privileges.keys()])) {
    const is = findPrivilege(now, key);
    const shall = findPrivilege(wanted, key);
    if (is === shall) continue;
    differs = true;
    // Without a grant or revoke, the owner's default privileges apply, which differ between databases.
    if (shall === undefined) {
      const [object, grantee, privilege] = key.split("|");
      throw new Error(
        `sql/ no longer grants or revokes ${privilege} on ${object} for ${grantee}, which a migration ${is ? "granted" : "revoked"}: write a grant or a revoke.`,
      );
    }
  }
  return differs ? write(own.filter(({ effects: [effect] }) => effect?.kind === "grant")) : [];
}

function findDifference(is: SqlState, wanted: SqlState, own: readonly Unit[]): string | null {
  const ids = new Set([...is.objects.keys(), ...wanted.objects.keys()]);
  for (const id of ids) if (is.objects.get(id)?.key !== wanted.objects.get(id)?.key) return id;
  for (const key of wanted.privileges.keys()) {
    if (findPrivilege(is, key) !== findPrivilege(wanted, key)) return key.replaceAll("|", ", ");
  }
  return own
    .flatMap(({ effects }) => effects)
    .some((e) => e.kind === "block" && !is.blocks.has(e.key))
    ? "a do block"
    : null;
}
