import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt();

/**
 * Cuts one section out of a text, up to the next heading of its level. Its headings move up, so that the section's own heading is
 * the title of a page.
 *
 * @throws Error when no heading has this text.
 */
export function cutSection(text: string, heading: string): string {
  const lines = text.split("\n");
  const tokens = markdown.parse(text, {});
  const headings = tokens.flatMap((token, index) =>
    token.type === "heading_open" && token.map
      ? [
          {
            line: token.map[0],
            level: Number(token.tag.slice(1)),
            text: tokens[index + 1]?.content,
          },
        ]
      : [],
  );
  const own = headings.find((one) => one.text === heading);
  if (own === undefined) throw new Error(`There is no section "${heading}".`);
  const next = headings.find(({ line, level }) => line > own.line && level <= own.level);
  const end = next?.line ?? lines.length;
  for (const { line } of headings) {
    if (line >= own.line && line < end) lines[line] = (lines[line] ?? "").slice(own.level - 1);
  }
  return lines.slice(own.line, end).join("\n");
}
