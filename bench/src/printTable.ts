/** Prints rows under their headings, numbers to the right. */
export function printTable(title: string, rows: readonly Record<string, string | number>[]): void {
  const headings = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => headings.map((heading) => write(row[heading])));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = headings.map((heading) => rows.every((row) => typeof row[heading] === "number"));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, column) =>
        isNumber[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  console.log(["", title, line(headings), ...cells.map(line)].join("\n"));
}

function write(value: string | number | undefined): string {
  if (typeof value !== "number") return value ?? "";
  const fractionDigits = Number.isInteger(value) || value >= 100 ? 0 : 2;
  return value.toLocaleString("en", {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  });
}
