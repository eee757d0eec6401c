import Papa from "papaparse";

/**
 * Text that spreadsheets would interpret as a formula: its first character, plain or full-width, at a position where a cell
 * may begin. Such positions are the start of the text, and after each character that spreadsheets of some country treat as a
 * separator.
 */
const formula = /(^|[,;|\t\r\n"'])([\p{Cc}\p{Cf}\s]*)(?=[=+\-@＝＋－＠−﹢﹣﹦﹫])/gu;
/** A phone number begins with a plus and stays unchanged: digits and spaces are not a formula. */
const number = /^[+-]?[\d ]+$/;

/** Adds an apostrophe before a formula, so that spreadsheets interpret it as text. */
function defuse(value: string): string {
  return number.test(value) ? value : value.replace(formula, "$1'$2");
}

/** Writes lines of a CSV file with their line ends (RFC 4180). Every value is quoted, because another separator could split it. */
export function writeCsv(lines: readonly (readonly string[])[], separator: "," | ";"): string {
  if (lines.length === 0) return "";
  const safe = lines.map((line) => line.map(defuse));
  return `${Papa.unparse(safe, { newline: "\r\n", quotes: true, delimiter: separator })}\r\n`;
}

/**
 * Returns the separator that makes a spreadsheet show the file in columns. It depends on the country: `;` where numbers have a
 * decimal comma (Spain, Argentina, Colombia; not Mexico).
 *
 * @param languages The browser's languages, such as `["es-MX", "en"]`. The first entry in the page's language determines the country.
 */
export function separatorFor(language: string, languages: readonly string[]): "," | ";" {
  const locale = languages.find((tag) => tag.split("-")[0] === language) ?? language;
  return (1.5).toLocaleString(locale).includes(",") ? ";" : ",";
}
