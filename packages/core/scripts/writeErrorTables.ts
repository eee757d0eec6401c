import { writeFileSync } from "node:fs";
import { errorCodes } from "../src/vocabulary/errorCodes.ts";

/** The text of `errorTables.ts`: the catalogue, split into tables that a bundle can omit. */
export function renderErrorTables(): string {
  const rows = Object.entries(errorCodes);
  return `// biome-ignore-all format: written by \`pnpm error-tables\` from errorCodes.ts, the only place to edit.
import type { ErrorCode } from "./errorCodes.ts";

/** The HTTP status and the English sentence of each code. */
export const errorTexts: Readonly<Record<ErrorCode, readonly [status: number, en: string]>> = {
${rows.map(([code, { status, en }]) => `  ${code}: [${status}, ${JSON.stringify(en)}],`).join("\n")}
};

/** The Spanish sentence of each code, in a separate table, so that only bundles that show Spanish contain it. */
export const spanishTexts: Readonly<Record<ErrorCode, string>> = {
${rows.map(([code, { es }]) => `  ${code}: ${JSON.stringify(es)},`).join("\n")}
};
`;
}

if (import.meta.main) {
  writeFileSync(new URL("../src/vocabulary/errorTables.ts", import.meta.url), renderErrorTables());
}
