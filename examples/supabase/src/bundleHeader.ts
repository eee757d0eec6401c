import { createHash } from "node:crypto";

/** The content of the first line of a file of this package. */
export interface Bundle {
  version: string;
  /** Whether the file was changed after it was written. Changes of line endings are ignored. */
  isEdited: boolean;
}

/** Adds the first line to a text: the package, the version and the checksum of the text. */
export function signBundle(version: string, text: string): string {
  return `// @skale-calls/supabase-functions ${version} sha256:${sha256(text)}\n${text}`;
}

const form = /^\/\/ @skale-calls\/supabase-functions (\S+) sha256:([0-9a-f]{64})\n/;

/** Reads the first line; undefined for a file that is not of this package. */
export function readBundle(written: string): Bundle | undefined {
  const text = withUnixLines(written);
  const [head, version, hash] = form.exec(text) ?? [];
  if (head === undefined || version === undefined) return undefined;
  return { version, isEdited: sha256(text.slice(head.length)) !== hash };
}

/** Converts Windows line endings, with which Git may check a file out. */
export function withUnixLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
