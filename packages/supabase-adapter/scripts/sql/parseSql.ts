import { loadModule, type Node, parseSync, scanSync } from "libpg-query";

await loadModule();

export interface Statement {
  /** The original text with the comments before it, without the semicolon. */
  text: string;
  node: Node;
}

/**
 * Parses the statements of a script with Postgres's own parser. Comments after the last statement are dropped.
 *
 * @throws Error with Postgres's message and the line.
 */
export function parseSql(script: string, name = "SQL"): Statement[] {
  // The parser gives positions in bytes.
  const bytes = Buffer.from(script);
  let end = 0;
  return parse(script, name).map(({ stmt, stmt_location = 0, stmt_len }) => {
    const start = end;
    end = stmt_len === undefined ? bytes.length : stmt_location + stmt_len;
    const text = bytes.subarray(start, end).toString().trim();
    // Removes the semicolon of the previous statement.
    return { text: text.replace(/^;\s*/, ""), node: stmt as Node };
  });
}

function parse(script: string, name: string) {
  if (script.trim() === "") return [];
  try {
    return parseSync(script).stmts ?? [];
  } catch (error) {
    const { sqlDetails } = error as { sqlDetails?: { cursorPosition?: number } };
    const line = script.slice(0, sqlDetails?.cursorPosition ?? 0).split("\n").length;
    throw new Error(`${name}:${line}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/** The key of a parsed statement. Statements that differ only in comments and white space have the same key. */
export function keyOf(node: object): string {
  return JSON.stringify(node, (field, value) => (places.has(field) ? undefined : value));
}

const places = new Set([
  "location",
  "list_start",
  "list_end",
  "rexpr_list_start",
  "rexpr_list_end",
  "stmt_location",
  "stmt_len",
]);

/** An SQL name, quoted if necessary. */
export function quoteName(name: string): string {
  return name
    .split(".")
    .map((part) => (isPlain(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join(".");
}

function isPlain(name: string): boolean {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) return false;
  const kind = scanSync(name).tokens[0]?.keywordName;
  return kind === "NO_KEYWORD" || kind === "UNRESERVED_KEYWORD";
}

/** `schema.name` from a list of strings. A name without a schema is in public. */
export function joinName(nodes: readonly Node[] = []): string {
  return qualify(...nodes.map((node) => ("String" in node ? (node.String.sval ?? "") : "")));
}

export function qualify(...parts: (string | undefined)[]): string {
  const known = parts.filter((part) => part !== undefined && part !== "");
  return known.length === 1 ? `public.${known[0]}` : known.join(".");
}
