import type {
  AlterTableStmt,
  CreateFunctionStmt,
  DropStmt,
  FunctionParameter,
  Node,
  RangeVar,
  TypeName,
} from "libpg-query";
import { joinName, keyOf, qualify, quoteName, type Statement } from "./parseSql.ts";
import { type Grant, readGrant } from "./readGrant.ts";

export type ObjectType = "function" | "view" | "trigger" | "policy" | "constraint" | "row security";

/** An object that a statement creates. */
export interface SqlObject {
  /** Unique: `function skale_calls.phone_key`, `policy Name on public.calls`. */
  id: string;
  type: ObjectType;
  /** The name of a function or view, with the schema. */
  name?: string;
  /** The definition of the object. Objects with the same key are identical. */
  key: string;
  /** The part of the definition that cannot be replaced. A change of this part requires a drop. */
  signature?: string;
  /** Its parse tree, for its dependencies. */
  node: object;
  /** The drop statement, without the semicolon; absent when a person must decide. */
  drop?: string;
}

export type Effect =
  | { kind: "make"; object: SqlObject }
  | { kind: "drop"; id: string }
  | { kind: "grant"; grant: Grant }
  /** A `do` block has an effect once. It is identified by its text. */
  | { kind: "block"; key: string };

/** These statements change an object without stating its definition. */
const unfollowed = ["AlterPolicyStmt", "AlterFunctionStmt", "AlterObjectSchemaStmt"];
const followedTypes = [
  "FUNCTION",
  "PROCEDURE",
  "ROUTINE",
  "POLICY",
  "TRIGGER",
  "VIEW",
  "TABCONSTRAINT",
];

/**
 * Reads the effects of a statement on the objects that `sql/` describes: functions, views, triggers, policies, constraints, row
 * security, privileges and blocks. Null means that the statement affects something else, such as a table.
 *
 * @throws Error for a statement that changes an object without stating its definition.
 */
export function readEffects({ node, text }: Statement): Effect[] | null {
  if ("CreateFunctionStmt" in node) return [make(readFunction(node.CreateFunctionStmt))];
  if ("ViewStmt" in node) {
    const name = nameOf(node.ViewStmt.view);
    const drop = `drop view if exists ${quoteName(name)}`;
    const key = keyOf(node.ViewStmt);
    return [make({ id: `view ${name}`, type: "view", name, key, signature: key, node, drop })];
  }
  if ("CreateTrigStmt" in node) {
    const { trigname = "", relation } = node.CreateTrigStmt;
    return [make(readOnTable("trigger", trigname, nameOf(relation), node.CreateTrigStmt))];
  }
  if ("CreatePolicyStmt" in node) {
    const { policy_name = "", table } = node.CreatePolicyStmt;
    return [make(readOnTable("policy", policy_name, nameOf(table), node.CreatePolicyStmt))];
  }
  if ("AlterTableStmt" in node) return readAlterTable(node.AlterTableStmt);
  if ("DropStmt" in node) return readDrop(node.DropStmt);
  if ("GrantStmt" in node) {
    const grant = readGrant(node.GrantStmt);
    return grant && [{ kind: "grant", grant }];
  }
  if ("DoStmt" in node) return [{ kind: "block", key: keyOf(node.DoStmt) }];
  if ("VariableSetStmt" in node && node.VariableSetStmt.name === "check_function_bodies") return [];
  const [type = ""] = Object.keys(node);
  const renamed = "RenameStmt" in node ? (node.RenameStmt.renameType ?? "") : "";
  if (unfollowed.includes(type) || followedTypes.some((name) => renamed === `OBJECT_${name}`)) {
    throw new Error(`Drop it and create it again, so that its new definition is visible:\n${text}`);
  }
  return null;
}

function make(object: SqlObject): Effect {
  return { kind: "make", object };
}

const nameOf = (relation?: RangeVar) => qualify(relation?.schemaname, relation?.relname);

function readFunction(node: CreateFunctionStmt): SqlObject {
  const name = joinName(node.funcname);
  const parameters = (node.parameters ?? []).flatMap((parameter) =>
    "FunctionParameter" in parameter ? [parameter.FunctionParameter] : [],
  );
  return {
    id: `function ${name}`,
    type: "function",
    name,
    key: keyOf({ ...node, replace: true }),
    signature: keyOf([node.is_procedure ?? false, parameters, node.returnType ?? null]),
    node,
    drop: `drop ${node.is_procedure ? "procedure" : "function"} if exists ${quoteName(name)}(${parameters.filter(isInput).map(writeType).join(", ")})`,
  };
}

const isInput = ({ mode }: FunctionParameter) =>
  mode !== "FUNC_PARAM_OUT" && mode !== "FUNC_PARAM_TABLE";

function writeType({ argType }: FunctionParameter): string {
  const { names, arrayBounds = [], pct_type } = argType as TypeName;
  if (pct_type) throw new Error("Write the type itself instead of %type.");
  const parts = (names ?? []).map((part) => ("String" in part ? (part.String.sval ?? "") : ""));
  return quoteName(parts.join(".")) + "[]".repeat(arrayBounds.length);
}

function readOnTable(
  type: "trigger" | "policy" | "constraint",
  name: string,
  table: string,
  node: object,
): SqlObject {
  const place = quoteName(table);
  const drop =
    type === "constraint"
      ? `alter table ${place} drop constraint if exists ${quotePart(name)}`
      : `drop ${type} if exists ${quotePart(name)} on ${place}`;
  return { id: `${type} ${name} on ${table}`, type, key: keyOf(node), node, drop };
}

/** Quotes a name that has one part, which may contain a dot. */
function quotePart(name: string): string {
  return name.includes(".") ? `"${name.replaceAll('"', '""')}"` : quoteName(name);
}

/**
 * Reads a constraint only if one statement drops and adds it, as in `sql/`. A constraint that a migration only adds is a part
 * of its table.
 */
function readAlterTable({ relation, cmds = [] }: AlterTableStmt): Effect[] | null {
  const table = nameOf(relation);
  const dropped = new Set<string>();
  const effects = cmds.map((cmd): Effect | null => {
    if (!("AlterTableCmd" in cmd)) return null;
    const { subtype, name = "", def } = cmd.AlterTableCmd;
    if (subtype === "AT_DropConstraint") {
      dropped.add(name);
      return { kind: "drop", id: `constraint ${name} on ${table}` };
    }
    if (subtype === "AT_AddConstraint" && def && "Constraint" in def) {
      const { conname = "" } = def.Constraint;
      return dropped.has(conname)
        ? make(readOnTable("constraint", conname, table, def.Constraint))
        : null;
    }
    if (subtype === "AT_EnableRowSecurity" || subtype === "AT_ForceRowSecurity") {
      const id = `${rowSecurity[subtype]} of ${table}`;
      return make({ id, type: "row security", key: id, node: {} });
    }
    if (subtype === "AT_DisableRowSecurity" || subtype === "AT_NoForceRowSecurity") {
      return { kind: "drop", id: `${rowSecurity[subtype]} of ${table}` };
    }
    return null;
  });
  const known = effects.filter((effect) => effect !== null);
  return known.length > 0 ? known : null;
}

const rowSecurity = {
  AT_EnableRowSecurity: "row security",
  AT_DisableRowSecurity: "row security",
  AT_ForceRowSecurity: "forced row security",
  AT_NoForceRowSecurity: "forced row security",
};

function readDrop({ objects = [], removeType = "OBJECT_TYPE" }: DropStmt): Effect[] | null {
  const type = removeType.replace("OBJECT_", "").toLowerCase();
  const ids = objects.map((node): string | null => {
    const parts = partsOf(node);
    if (["function", "procedure", "routine"].includes(type)) return `function ${qualify(...parts)}`;
    if (type === "view" || type === "table") return `${type} ${qualify(...parts)}`;
    if (type !== "policy" && type !== "trigger") return null;
    return `${type} ${parts.at(-1)} on ${qualify(...parts.slice(0, -1))}`;
  });
  const known = ids.filter((id) => id !== null);
  return known.length === 0 ? null : known.map((id) => ({ kind: "drop", id }));
}

function partsOf(node: Node): string[] {
  if ("ObjectWithArgs" in node)
    return partsOf({ List: { items: node.ObjectWithArgs.objname ?? [] } });
  if (!("List" in node)) return [];
  return (node.List.items ?? []).flatMap((item) =>
    "String" in item ? [item.String.sval ?? ""] : [],
  );
}
