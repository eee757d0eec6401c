import { createHash } from "node:crypto";

/** What a bundle says of itself in its first lines. */
export interface BundleHeader {
  version: string;
  /** sha256 of what follows the header, in hex. */
  hash: string;
}

export function writeHeader({ version, hash }: BundleHeader): string {
  return [
    `// @skale-calls/supabase-functions ${version} sha256:${hash}`,
    "// Written by skale-calls-functions, which replaces it when a new version comes. Do not edit: change the index.ts files.",
    "// Contains @skale-calls/core, supabase-adapter and ycloud-client, @supabase/supabase-js, zod, ky, libphonenumber-js and",
    "// @noble/hashes, all under the MIT licence.",
    "",
    "",
  ].join("\n");
}

const form = /^\/\/ @skale-calls\/supabase-functions (\S+) sha256:([0-9a-f]{64})\n(?:\/\/.*\n)*\n/;

/** A bundle's version, and whether it is as it was written; undefined when it is no bundle of ours. Line ends do not count. */
export function readBundle(written: string): { version: string; isEdited: boolean } | undefined {
  const text = written.replaceAll("\r\n", "\n");
  const header = form.exec(text);
  if (!header) return undefined;
  const [head, version = "", hash] = header;
  const actual = createHash("sha256").update(text.slice(head.length)).digest("hex");
  return { version, isEdited: actual !== hash };
}
