import { checkInput, idSchema } from "@skale-calls/core/transport";
import * as z from "zod";
import type { TwilioTransport } from "../createTwilioTransport.ts";

/** Recordings: https://www.twilio.com/docs/voice/api/recording. */
export interface RecordingsApi {
  /**
   * Fetches a recording, and returns the response with its body unread. A redirect to the storage of the account is
   * followed, without the credentials. Throws `media_not_found` for a 404 and a 410.
   */
  download(recordingSid: string, options?: { format?: "mp3" | "wav" }): Promise<Response>;
}

const input = z.strictObject({
  recordingSid: idSchema,
  format: z.enum(["mp3", "wav"]).default("mp3"),
});

const statusCodes = { 404: "media_not_found", 410: "media_not_found" } as const;
/** A storage redirects once; more is a mistake. */
const mostRedirects = 3;

export function createRecordingsApi(transport: TwilioTransport, account: string): RecordingsApi {
  async function fetchMedia(path: string, redirectsLeft: number): Promise<Response> {
    try {
      return await transport.stream({ method: "GET", path, statusCodes });
    } catch (error) {
      const location = transport.redirectOf(error);
      if (location === undefined || redirectsLeft === 0 || !/^https:\/\//i.test(location)) {
        throw error;
      }
      return fetchMedia(location, redirectsLeft - 1);
    }
  }

  return {
    async download(recordingSid, options = {}) {
      const { format, recordingSid: id } = checkInput(input, { recordingSid, ...options });
      const path = `${account}/Recordings/${encodeURIComponent(id)}.${format}`;
      return fetchMedia(path, mostRedirects);
    },
  };
}
