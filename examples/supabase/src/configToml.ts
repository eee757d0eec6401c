import { parse, TomlError } from "smol-toml";

/**
 * How a `config.toml` configures a function. `missing`: not at all. `open`: the gateway checks no token. `guarded`: the gateway
 * requires a JWT. `off`: the function is not deployed.
 */
export type FunctionBlock = "missing" | "open" | "guarded" | "off";

/** A sentence that says why a config cannot be read or extended. */
export class ConfigProblem extends Error {}

/** @throws ConfigProblem for a text that is not TOML. */
export function findBlock(config: string, functionName: string): FunctionBlock {
  const block = readTable(readTable(readConfig(config), "functions"), functionName);
  if (!block) return "missing";
  if (block.enabled === false) return "off";
  return block.verify_jwt === false ? "open" : "guarded";
}

/**
 * Adds a block for each function at the end of the config, with the config's line endings. The blocks turn off the
 * gateway's check of tokens, because the gateway knows only the old signing keys, and a provider has no token.
 *
 * @throws ConfigProblem for a config that cannot take more blocks, such as `functions = { ... }`.
 */
export function addBlocks(config: string, functionNames: readonly string[]): string {
  const end = config === "" || config.endsWith("\n") ? "" : "\n";
  const blocks = functionNames.map((name) => `\n[functions.${name}]\nverify_jwt = false\n`);
  const added = `${end}${blocks.join("")}`;
  const text = `${config}${config.includes("\r\n") ? added.replaceAll("\n", "\r\n") : added}`;
  try {
    parse(text);
  } catch {
    throw new ConfigProblem(
      `Its functions are written in a form that no block can be added to. Add verify_jwt = false there for ${functionNames.join(" and ")}.`,
    );
  }
  return text;
}

type Table = Readonly<Record<string, unknown>>;

function readConfig(config: string): Table {
  try {
    return parse(config);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ""] = error.message.split("\n");
    throw new ConfigProblem(`Line ${error.line} cannot be read: ${reason}.`);
  }
}

function readTable(table: Table | undefined, name: string): Table | undefined {
  if (!table || !Object.hasOwn(table, name)) return undefined;
  const value = table[name];
  return typeof value === "object" && value !== null ? (value as Table) : undefined;
}
