import { createHash, createHmac } from "node:crypto";
import type { SimCall } from "../calls/calls.ts";
import { createGraphId } from "../lib/createIds.ts";
import type { CaptureKind, Media, MediaContent } from "../media/media.ts";
import type { MediaItem } from "./events/callChanges.ts";
import { writeMetaTranscript } from "./writeMetaTranscript.ts";

const minuteMs = 60_000;
/** How long a media id can be used after its webhook, and how long an address is valid (Meta, "Call recording"). */
const keptMs = 7 * 24 * 60 * minuteMs;
const urlMs = 5 * minuteMs;

interface MetaMediaOptions {
  media: Media;
  now(): number;
  /** Returns the simulator's address. */
  ownUrl(): string;
  /** Signs the addresses. */
  secret: string;
}

/** Creates the recordings and transcripts of Meta's numbers, with ids and with addresses that expire. */
export function createMetaMedia({ media, now, ownUrl, secret }: MetaMediaOptions) {
  const get = (id: string): Promise<MediaContent | undefined> =>
    media.get("meta", id, writeMetaTranscript);
  const hashOf = (id: string, expires: number) =>
    createHmac("sha256", secret).update(`${id} ${expires}`).digest("base64url");

  /** Creates an address that is valid for five minutes, in the form of Meta's. */
  function createUrl(id: string): string {
    const expires = Math.floor((now() + urlMs) / 1000);
    const query = new URLSearchParams({ mid: id, ext: String(expires), hash: hashOf(id, expires) });
    return `${ownUrl()}/whatsapp_business/attachments/?${query}`;
  }

  return {
    get,
    createUrl,
    /** Adds a file of a call, and describes it for the webhook. */
    async add(kind: CaptureKind, call: SimCall): Promise<MediaItem> {
      const id = media.add(kind, call, { id: createGraphId(), keptMs });
      const content = await get(id);
      const sha256 = hash(content, "base64");
      return { id, sha256, url: createUrl(id) };
    },
    /** Describes a file in the form of `GET /<MEDIA_ID>`; undefined if it does not exist or has expired. */
    async describe(id: string) {
      const content = await get(id);
      if (!content) return undefined;
      return {
        messaging_product: "whatsapp",
        url: createUrl(id),
        mime_type: content.type,
        sha256: hash(content, "hex"),
        file_size: String(content.bytes.length),
        id,
      };
    },
    /** Returns the file of an address; undefined if the address is wrong or has expired. */
    async fetch(query: {
      mid?: string | undefined;
      ext?: string | undefined;
      hash?: string | undefined;
    }): Promise<MediaContent | undefined> {
      const { mid: id = "", ext, hash: given } = query;
      const expires = Number(ext);
      if (given !== hashOf(id, expires) || now() > expires * 1000) return undefined;
      return get(id);
    },
  };
}

const hash = (content: MediaContent | undefined, encoding: "hex" | "base64") =>
  createHash("sha256")
    .update(content?.bytes ?? "")
    .digest(encoding);
