import { writeFileSync } from "node:fs";
import { errorCodes } from "../src/vocabulary/errorCodes.ts";

/** The text of `errorTables.ts`: what the catalogue says, in the parts that a bundle may leave out. */
export function renderErrorTables(): string {
  const rows = Object.entries(errorCodes);
  return `// biome-ignore-all format: written by \`pnpm error-tables\` from errorCodes.ts, the only place to edit.
import type { ErrorCode } from "./errorCodes.ts";

/** Of each code the HTTP status and the English sentence. */
export const errorTexts: Readonly<Record<ErrorCode, readonly [status: number, en: string]>> = {
${rows.map(([code, { status, en }]) => `  ${code}: [${status}, ${JSON.stringify(en)}],`).join("\n")}
};

/** Of each code the Spanish sentence, apart, so that only what shows it carries it. */
export const spanishTexts: Readonly<Record<ErrorCode, string>> = {
${rows.map(([code, { es }]) => `  ${code}: ${JSON.stringify(es)},`).join("\n")}
};
`;
}

if (import.meta.main) {
  writeFileSync(new URL("../src/vocabulary/errorTables.ts", import.meta.url), renderErrorTables());
}
