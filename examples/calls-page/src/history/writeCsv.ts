import Papa from "papaparse";

/**
 * What spreadsheets would compute: a formula's first character, plain or full-width, where a cell may begin. That is at
 * the text's beginning, and behind whatever a spreadsheet of another country takes for the end of a cell.
 */
const formula = /(^|[,;|\t\r\n"'])([\p{Cc}\p{Cf}\s]*)(?=[=+\-@＝＋－＠−﹢﹣﹦﹫])/gu;
/** A phone's number begins with a plus and stays as it is: of digits and spaces alone nothing can be computed. */
const number = /^[+-]?[\d ]+$/;

/** With an apostrophe, which spreadsheets read as "this is text". */
function defuse(value: string): string {
  return number.test(value) ? value : value.replace(formula, "$1'$2");
}

/** Lines of a CSV file, each with its end (RFC 4180). Every value is quoted, so that none is cut where another sheet separates. */
export function writeCsv(lines: readonly (readonly string[])[], separator: "," | ";"): string {
  if (lines.length === 0) return "";
  const safe = lines.map((line) => line.map(defuse));
  return `${Papa.unparse(safe, { newline: "\r\n", quotes: true, delimiter: separator })}\r\n`;
}

/**
 * What separates the cells of a sheet that opens in columns: spreadsheets go by the country, and use `;` where numbers
 * have a decimal comma (Spain, Argentina, Colombia; not Mexico).
 *
 * @param languages The browser's, such as `["es-MX", "en"]`; the first of the page's language says the country.
 */
export function separatorFor(language: string, languages: readonly string[]): "," | ";" {
  const locale = languages.find((tag) => tag.split("-")[0] === language) ?? language;
  return (1.5).toLocaleString(locale).includes(",") ? ";" : ",";
}
