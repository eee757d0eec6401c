import { mediaBucket } from "@skale-calls/core";
import { mediaSizes, mediaTypes, retriableMedia, timeLimits } from "@skale-calls/core/internal";
import { interval, quote, writeFunction } from "./writeFunction.ts";

/** The number of doublings after which a pause has its longest value. */
const doublings = Math.ceil(Math.log2(timeLimits.mediaRetryMost / timeLimits.mediaRetry));

/** Writes the rules of `media.ts`. */
export function writeMediaRules(): string {
  return [
    writeFunction(
      "The pause after this attempt has failed, or after this fault of the file (core: mediaPause).",
      "media_pause(count int)",
      "interval",
      `least(${interval(timeLimits.mediaRetry)} * 2 ^ least(count - 1, ${doublings}), ${interval(timeLimits.mediaRetryMost)})`,
    ),
    writeFunction(
      "How long one instance has a recording or transcript for itself (core: timeLimits.mediaLease).",
      "media_lease()",
      "interval",
      interval(timeLimits.mediaLease),
    ),
    writeFunction(
      "How long the provider of a call or of its inbox keeps a recording or transcript (core: MediaQueue.leaseMedia, timeLimits.mediaLifetime).",
      "media_lifetime(options jsonb, provider text, inbox_provider text)",
      "interval",
      `pg_catalog.make_interval(secs => coalesce(
    (options #>> array['lifetimes', provider])::int, (options #>> array['lifetimes', inbox_provider])::int,
    (options ->> 'lifetime')::int, ${timeLimits.mediaLifetime}
  ))`,
    ),
    writeFunction(
      "Whether an agent may ask for another attempt (core: retriableMedia).",
      "is_retriable_media(status text)",
      "boolean",
      `status in (${retriableMedia.map(quote).join(", ")})`,
    ),
    writeFunction(
      "The bucket of recordings and transcripts (core: mediaBucket), with its limits.",
      "media_bucket(out id text, out size_limit bigint, out types text[])",
      "record",
      `${quote(mediaBucket)}, ${Math.max(...Object.values(mediaSizes))},
    array[${[...new Set(mediaTypes.map(({ type }) => type))].map(quote).join(", ")}]`,
    ),
  ].join("\n\n");
}
