import { parse, TomlError } from "smol-toml";

/**
 * What a `config.toml` says of a function: nothing; that its handler verifies by itself (`open`); that the gateway asks
 * for a JWT (`guarded`); that it is not deployed (`off`).
 */
export type FunctionBlock = "missing" | "open" | "guarded" | "off";

/** Says what keeps a config from being read or added to, for people. */
export class ConfigProblem extends Error {}

/** @throws ConfigProblem of a text that is no TOML. */
export function findBlock(config: string, functionName: string): FunctionBlock {
  const block = readTable(readTable(readConfig(config), "functions"), functionName);
  if (!block) return "missing";
  if (block.enabled === false) return "off";
  return block.verify_jwt === false ? "open" : "guarded";
}

/**
 * The config with a block for each function at its end, in its own line ends. The gateway's check of tokens is off
 * there: it knows the old signing keys alone, and a provider has no token.
 *
 * @throws ConfigProblem of a config whose form takes no more blocks, such as `functions = { ... }`.
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
