import Papa from "papaparse";

/**
 * What spreadsheets would compute gets an apostrophe. Numbers of phones begin with a plus and stay as they are: of
 * digits and spaces alone nothing can be computed.
 */
const formula = /^(?:[=@\t\r]|[+-](?![\d ]+$))/;

/** Lines of a CSV file, each with its end (RFC 4180). */
export function writeCsv(lines: readonly (readonly string[])[]): string {
  const options = { newline: "\r\n", escapeFormulae: formula };
  return lines.length === 0 ? "" : `${Papa.unparse(lines as string[][], options)}\r\n`;
}
