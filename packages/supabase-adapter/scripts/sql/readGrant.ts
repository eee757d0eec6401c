import type { GrantStmt, Node } from "libpg-query";
import { joinName, qualify } from "./parseSql.ts";

export interface Grant {
  isGrant: boolean;
  /** `function skale_calls.phone_key`, or `function skale_calls.*`: all functions that the schema has at that point. */
  objects: string[];
  /** `public` means every role. */
  grantees: string[];
  privileges: string[];
}

/** The privileges that `all` means, by the type of the object. */
const allPrivileges: Readonly<Record<string, readonly string[]>> = {
  function: ["execute"],
  schema: ["create", "usage"],
  sequence: ["select", "update", "usage"],
  table: ["delete", "insert", "references", "select", "trigger", "truncate", "update"],
};

const objectTypes: Readonly<Record<string, string>> = {
  OBJECT_FUNCTION: "function",
  OBJECT_PROCEDURE: "function",
  OBJECT_ROUTINE: "function",
  OBJECT_SCHEMA: "schema",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_TABLE: "table",
};

/** Reads a grant or revoke on functions, schemas, sequences or tables; null for other objects, columns and grant options. */
export function readGrant(node: GrantStmt): Grant | null {
  const { is_grant = false, objtype = "", targtype, objects = [], grantees = [] } = node;
  const type = objectTypes[objtype];
  const privileges = (node.privileges ?? []).map((privilege) =>
    "AccessPriv" in privilege && !privilege.AccessPriv.cols ? privilege.AccessPriv.priv_name : null,
  );
  if (
    type === undefined ||
    node.grant_option ||
    privileges.some((name) => typeof name !== "string")
  ) {
    return null;
  }
  const isWhole = targtype === "ACL_TARGET_ALL_IN_SCHEMA";
  return {
    isGrant: is_grant,
    objects: objects.map((object) => `${type} ${readObject(object)}${isWhole ? ".*" : ""}`),
    grantees: grantees.map((grantee) =>
      "RoleSpec" in grantee ? (grantee.RoleSpec.rolename ?? "public") : "",
    ),
    privileges:
      privileges.length === 0
        ? [...(allPrivileges[type] ?? [])]
        : privileges.map((name) => String(name)),
  };
}

function readObject(node: Node): string {
  if ("ObjectWithArgs" in node) return joinName(node.ObjectWithArgs.objname);
  if ("RangeVar" in node) return qualify(node.RangeVar.schemaname, node.RangeVar.relname);
  return "String" in node ? (node.String.sval ?? "") : "";
}
