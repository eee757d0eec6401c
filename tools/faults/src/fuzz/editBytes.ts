import fc from "fast-check";
import type { Edit } from "./editValue.ts";
import { nasty, textOf } from "./editValue.ts";

const encoder = new TextEncoder();

/** How a body is written: most as UTF-8, some in another encoding or with a byte order mark. */
export const encodings: fc.Arbitrary<number> = fc.nat({ max: 15 });

/** Writes JSON, or nothing for a value without JSON. Duplicate keys and spaces come from `editBytes`. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value) ?? "";
}

export function encode(text: string, encoding: number): Uint8Array {
  switch (encoding) {
    case 12:
      return encoder.encode(`\ufeff${text}`);
    case 13:
      return new Uint8Array(Buffer.from(text, "utf16le"));
    case 14:
      return new Uint8Array(Buffer.from(text, "utf16le").swap16());
    case 15:
      return new Uint8Array(Buffer.from(text, "latin1"));
    default:
      return encoder.encode(text);
  }
}

/** Changes the bytes of a body: cuts, flips, inserts, repeats a part (which doubles keys), nests. */
export function editBytes(body: Uint8Array, changes: readonly Edit[]): Uint8Array {
  return changes.reduce(editOnce, body);
}

function editOnce(body: Uint8Array, [place, act, choice]: Edit): Uint8Array {
  const at = body.length === 0 ? 0 : place % body.length;
  const end = Math.min(body.length, at + (choice % 64));
  switch (act % 7) {
    case 0:
      return body.slice(0, at);
    case 1:
      return body.slice(at);
    case 2: {
      const changed = body.slice();
      if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << (choice % 8));
      return changed;
    }
    case 3:
      return join(body.slice(0, at), new Uint8Array([choice % 256]), body.slice(at));
    case 4:
      return join(body.slice(0, end), body.slice(at));
    case 5:
      return join(body.slice(0, at), encoder.encode(textOf(nasty(choice))), body.slice(at));
    default:
      return join(encoder.encode("[".repeat(choice % 3000)), body);
  }
}

function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
