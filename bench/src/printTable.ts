type Cell = string | number;

/** Prints rows under their headings, with numbers aligned to the right. */
export function printTable(title: string, rows: readonly Record<string, Cell>[]): void {
  const columns = Object.keys(rows[0] ?? {}).map((heading) => {
    const cells = rows.map((row) => row[heading] ?? "");
    return writeColumn(heading, cells);
  });
  const lines = [-1, ...rows.keys()].map((row) =>
    columns
      .map((column) => column[row + 1] ?? "")
      .join("  ")
      .trimEnd(),
  );
  console.log(["", title, ...lines].join("\n"));
}

/** Pads the heading and the cells of a column to the same width. */
function writeColumn(heading: string, cells: readonly Cell[]): string[] {
  const isNumeric = cells.every((cell) => typeof cell === "number");
  const fractionDigits = cells.every((cell) => Number.isInteger(cell)) ? 0 : 2;
  const format = { minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits };
  const texts = [
    heading,
    ...cells.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en", format) : cell)),
  ];
  const width = Math.max(...texts.map((text) => text.length));
  return texts.map((text) => (isNumeric ? text.padStart(width) : text.padEnd(width)));
}
