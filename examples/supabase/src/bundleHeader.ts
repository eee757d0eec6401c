import { createHash } from "node:crypto";

/** What a file of ours says of itself in its first line. */
export interface Bundle {
  version: string;
  /** Whether it is other than it was written. Line ends do not count. */
  isEdited: boolean;
}

/** Puts the first line above a text: whose it is, of which version, and the checksum of what follows. */
export function signBundle(version: string, text: string): string {
  return `// @skale-calls/supabase-functions ${version} sha256:${sha256(text)}\n${text}`;
}

const form = /^\/\/ @skale-calls\/supabase-functions (\S+) sha256:([0-9a-f]{64})\n/;

/** What the file is; undefined when it is none of ours. */
export function readBundle(written: string): Bundle | undefined {
  const text = withUnixLines(written);
  const [head, version, hash] = form.exec(text) ?? [];
  if (head === undefined || version === undefined) return undefined;
  return { version, isEdited: sha256(text.slice(head.length)) !== hash };
}

/** Git may check a file out with Windows' line ends. */
export function withUnixLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
