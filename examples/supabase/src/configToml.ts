/** What a `config.toml` says of a function: nothing; that its handler verifies by itself; or that the gateway asks for a JWT. */
export type FunctionBlock = "missing" | "open" | "guarded";

export function findBlock(config: string, functionName: string): FunctionBlock {
  const lines = config.split(/\r?\n/);
  const escaped = functionName.replaceAll("-", "\\-");
  const head = new RegExp(`^\\s*\\[\\s*functions\\s*\\.\\s*"?${escaped}"?\\s*\\]\\s*(?:#.*)?$`);
  const start = lines.findIndex((line) => head.test(line));
  if (start === -1) return "missing";
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^\s*\[/.test(line));
  const block = rest.slice(0, end === -1 ? rest.length : end);
  return block.some((line) => /^\s*verify_jwt\s*=\s*false\b/.test(line)) ? "open" : "guarded";
}

/** The gateway's own check knows the old signing keys alone, and a provider has no token: the handlers verify. */
export function writeBlock(functionName: string): string {
  return `\n[functions.${functionName}]\nverify_jwt = false\n`;
}
