import type { Statement } from "./parseSql.ts";
import { readEffects, type SqlObject } from "./readEffects.ts";
import type { Grant } from "./readGrant.ts";

/** The state after some statements, as far as `sql/` describes it. */
export interface SqlState {
  /** By id, in the order of creation. */
  objects: Map<string, SqlObject>;
  blocks: Set<string>;
  /** True if granted, false if revoked, by object, grantee and privilege; see {@link findPrivilege}. */
  privileges: Map<string, boolean>;
}

/** Computes the state after some statements: the latest version of each object, without the dropped ones. */
export function foldSql(statements: readonly Statement[]): SqlState {
  const state: SqlState = { objects: new Map(), blocks: new Set(), privileges: new Map() };
  for (const statement of statements) {
    for (const effect of readEffects(statement) ?? []) {
      if (effect.kind === "make") addObject(state, effect.object);
      else if (effect.kind === "drop") removeObject(state, effect.id);
      else if (effect.kind === "grant") setPrivileges(state, effect.grant);
      else state.blocks.add(effect.key);
    }
  }
  return state;
}

function addObject(state: SqlState, object: SqlObject): void {
  if (!state.objects.has(object.id)) forgetPrivileges(state, object.id);
  state.objects.set(object.id, object);
}

function removeObject(state: SqlState, id: string): void {
  state.objects.delete(id);
  forgetPrivileges(state, id);
  if (!id.startsWith("table ")) return;
  const table = id.slice("table ".length);
  for (const other of state.objects.keys()) {
    if (other.endsWith(` on ${table}`) || other.endsWith(` of ${table}`))
      state.objects.delete(other);
  }
}

/** A new function has its owner's default privileges. The same applies to a view, which grants treat as a table. */
function forgetPrivileges({ privileges }: SqlState, id: string): void {
  const object = id.replace(/^view /, "table ");
  for (const key of privileges.keys()) if (key.startsWith(`${object}|`)) privileges.delete(key);
}

function setPrivileges({ privileges }: SqlState, grant: Grant): void {
  for (const object of grant.objects) {
    for (const grantee of grant.grantees) {
      for (const privilege of grant.privileges) {
        const end = `|${grantee}|${privilege}`;
        if (object.endsWith(".*")) {
          const start = object.slice(0, -1);
          for (const key of privileges.keys()) {
            if (key.startsWith(start) && key.endsWith(end)) privileges.delete(key);
          }
        }
        privileges.set(object + end, grant.isGrant);
      }
    }
  }
}

/** True if a privilege was granted, false if it was revoked, directly or for the whole schema; undefined if neither. */
export function findPrivilege({ privileges }: SqlState, key: string): boolean | undefined {
  const whole = key.replace(/^(\w+ [^.|]+)\.[^|]+/, "$1.*");
  return privileges.get(key) ?? privileges.get(whole);
}
