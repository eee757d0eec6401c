import { CallsError } from "@skale-calls/core";
import { isTimestamp } from "../timestamp.ts";

/** The last row of a page. */
export interface PageCursor {
  createdAt: string | null;
  id: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function writeCursor({ createdAt, id }: PageCursor): string {
  return btoa(`${id} ${createdAt ?? ""}`)
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** @throws CallsError `invalid_request` for a text that `writeCursor` did not write. */
export function readCursor(cursor: string): PageCursor {
  const text = decode(cursor);
  const space = text.indexOf(" ");
  const id = text.slice(0, space);
  const createdAt = text.slice(space + 1);
  if (!uuid.test(id) || (createdAt !== "" && !isTimestamp(createdAt))) {
    throw new CallsError("invalid_request", {
      message: "The cursor is not from this list. Start again from the first page.",
    });
  }
  return { createdAt: createdAt || null, id };
}

function decode(cursor: string): string {
  try {
    return atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return ""; // The text is not base64, so it is not a cursor, and `readCursor` throws.
  }
}
