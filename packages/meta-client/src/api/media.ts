import { checkInput, idSchema, optional } from "@skale-calls/core/transport";
import * as z from "zod";
import type { MetaTransport } from "../createMetaTransport.ts";
import { MetaError } from "../metaError.ts";

/** Where a file can be downloaded, for 5 minutes. */
export interface MediaLocation {
  url: string;
  mimeType?: string | undefined;
  sha256?: string | undefined;
  /** In bytes. */
  fileSize?: number | undefined;
}

/** Recordings and transcripts. Meta keeps them for 7 days after their webhook. */
export interface MediaApi {
  /** Looks a file up. The address is valid for 5 minutes, and needs the access token. Throws `media_not_found`. */
  locate(mediaId: string): Promise<MediaLocation>;
  /**
   * Looks a file up and fetches it. Returns the response with its body unread. The access token goes to Meta's hosts only
   * (`mediaHosts`): an address on another host is refused as `provider_response_invalid`.
   */
  download(mediaId: string): Promise<Response>;
}

const notFound = { 404: "media_not_found", 410: "media_not_found" } as const;

const location = z.looseObject({
  url: z.url(),
  mime_type: optional(z.string()),
  sha256: optional(z.string()),
  file_size: z.coerce.number().optional().catch(undefined),
});

export function createMediaApi(transport: MetaTransport): MediaApi {
  async function locate(mediaId: string): Promise<MediaLocation> {
    const path = `/${encodeURIComponent(checkInput(idSchema, mediaId))}`;
    const request = { method: "GET", path, statusCodes: notFound } as const;
    const { url, mime_type, sha256, file_size } = await transport.json(request, location);
    return { url, mimeType: mime_type, sha256, fileSize: file_size };
  }

  return {
    locate,
    async download(mediaId) {
      const { url } = await locate(mediaId);
      if (!transport.trusts(url)) {
        const problems = ["url: not on a host of Meta; see mediaHosts"];
        throw new MetaError("provider_response_invalid", "rejected", { about: { problems } });
      }
      return transport.stream({ method: "GET", path: url, statusCodes: notFound });
    },
  };
}
