/** A step that a section of a README describes. */
export type Step =
  | { kind: "command"; text: string }
  | { kind: "sql"; text: string }
  | { kind: "file"; name: string; text: string };

const fence = /^```(\w+)(?: ([^\n]+))?\n([\s\S]*?)^```$/gm;

/**
 * Reads the steps of a section: the commands of its `sh` blocks (a quote or a backslash may continue a command on the next line), its
 * `sql` blocks, and the blocks with a file name after their language. Other blocks are not steps.
 *
 * @param heading the heading without its marks. The section ends at the next heading of any level.
 * @throws Error when the README has no such section.
 */
export function readSteps(readme: string, heading: string): Step[] {
  const section = sectionOf(readme, heading);
  return [...section.matchAll(fence)].flatMap(([, language, name, text = ""]): Step[] => {
    if (name !== undefined) return [{ kind: "file", name, text }];
    if (language === "sql") return [{ kind: "sql", text }];
    return language === "sh"
      ? commandsOf(text).map((command) => ({ kind: "command", text: command }))
      : [];
  });
}

function sectionOf(readme: string, heading: string): string {
  const lines = readme.split("\n");
  const start = lines.findIndex(
    (line) => /^##+ /.test(line) && line.replace(/^#+ /, "") === heading,
  );
  if (start === -1) throw new Error(`The README has no section "${heading}".`);
  const rest = lines.slice(start + 1);
  // The next heading ends the steps. A comment in a block is not a heading.
  const end = rest.findIndex((line) => /^##+ /.test(line));
  return rest.slice(0, end === -1 ? rest.length : end).join("\n");
}

/** Reads the commands of a block. Comments are not commands: they describe the expected output. */
function commandsOf(block: string): string[] {
  const commands: string[] = [];
  let open = "";
  for (const line of block.split("\n")) {
    if (open === "" && /^\s*(#|$)/.test(line)) continue;
    open += open === "" ? line : `\n${line}`;
    const isOpen = open.endsWith("\\") || (open.match(/'/g) ?? []).length % 2 === 1;
    if (isOpen) continue;
    commands.push(open);
    open = "";
  }
  return commands;
}
