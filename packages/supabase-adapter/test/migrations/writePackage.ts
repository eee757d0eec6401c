import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { checksum } from "../../src/migrations/sqlFile.ts";

/** A temporary folder for a test, removed at its end. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "skale-migrations-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Writes files below a folder, and creates their folders. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

export const retired = {
  "retired/20261101000000_whatsapp_calls_tables.sql": "select 'retired';\n",
};
export const line = {
  "20261126000100_skale_calls_preflight.sql": "select 'preflight';\n",
  "20261126000200_skale_calls_tables.sql": "select 'tables',\n  'ñ';\n",
  "20261126000300_skale_calls_supabase_access.sql": "select 'access';\n",
};
export const host = {
  "host.sql": "-- Your organisation.\n",
  "tables.sql": "-- Your tables.\n",
};

const below = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

/** A released version of some files, as in released.json. */
export const release = (version: string, files: Readonly<Record<string, string>>) => ({
  version,
  files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, checksum(text)])),
});

/** A package of migrations in a temporary folder, with a retired series and a released one. */
export function writePackage(): string {
  const folder = makeFolder();
  writeFiles(folder, {
    ...below("migrations", { ...retired, ...line }),
    ...below("host", host),
    "migrations/released.json": JSON.stringify([release("0.0.0", retired), release("0.1.0", line)]),
  });
  return folder;
}
